'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-too-long',
  applies: 'server',
  summary: 'Personal data is kept for 3600 days, as long as invoices.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'customer_pii'", set: { retention_days: 3600 } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-too-short',
  applies: 'server',
  summary: 'Invoices are kept for 30 days, where the law wants years.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'invoices'", set: { retention_days: 30 } }),
};

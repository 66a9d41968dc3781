'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'retention-missing',
  applies: 'server',
  summary: 'No tenant has a retention policy for personal data.',
  ...removeRows({ table: 'retention_policies', where: "data_class = 'customer_pii'" }),
};

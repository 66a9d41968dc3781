'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-deletes-invoices',
  applies: 'server',
  summary: 'Invoices are deleted where they should be archived.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'invoices'", set: { action: 'delete' } }),
};

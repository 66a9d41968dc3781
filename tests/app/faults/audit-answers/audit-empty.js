'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'audit-empty',
  applies: 'server',
  summary: 'There is nothing in the audit log of the tenant.',
  ...removeRows({ table: 'audit_log', where: "organization_id = 'acme'" }),
};

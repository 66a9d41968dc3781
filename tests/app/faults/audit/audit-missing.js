'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'audit-missing',
  applies: 'server',
  summary: 'The audit log has no SECURITY and no ADMIN events, and gets none.',
  ...removeRows({ table: 'audit_log', where: "category IN ('SECURITY', 'ADMIN')" }),
};

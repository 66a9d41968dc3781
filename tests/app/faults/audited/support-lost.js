'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'support-lost',
  applies: 'server',
  summary: 'The audit log has lost the start of the impersonations that are active.',
  ...removeRows({ table: 'audit_log', where: "action = 'impersonation.started' AND resource_id IN (SELECT id FROM impersonations WHERE status = 'active')" }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'policy-change-audited-by-other',
  applies: 'server',
  summary: 'The audit log names somebody else as who changed a security policy last.',
  ...changeRows({ table: 'audit_log', key: 'id', where: "action = 'policy.updated'", set: { actor_id: 'usr_support' } }),
};

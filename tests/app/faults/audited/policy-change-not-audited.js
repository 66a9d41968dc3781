'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'policy-change-not-audited',
  applies: 'server',
  summary: 'The last change of a security policy is not in the audit log.',
  ...removeRows({ table: 'audit_log', where: "action = 'policy.updated'" }),
};

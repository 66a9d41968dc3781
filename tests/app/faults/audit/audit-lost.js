'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'audit-lost',
  applies: 'server',
  summary: 'The audit log has lost the events of the sessions that were revoked.',
  ...removeRows({ table: 'audit_log', where: "action = 'session.revoked'" }),
};

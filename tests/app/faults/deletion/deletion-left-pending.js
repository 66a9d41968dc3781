'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-left-pending',
  applies: 'server',
  summary: 'A deletion has all its approvals, and is still waiting for them.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'executed'", set: { status: 'pending_approval', decided_at: null } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'hold-not-blocking',
  applies: 'server',
  summary: 'A request to delete what is held waits for its approvals as if nothing held it.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'blocked_by_legal_hold'", set: { status: 'pending_approval' } }),
};

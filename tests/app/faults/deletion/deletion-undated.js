'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-undated',
  applies: 'server',
  summary: 'A deletion was executed, and nobody knows when.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'executed'", set: { status: 'executed', decided_at: null } }),
};

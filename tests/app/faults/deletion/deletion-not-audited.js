'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-not-audited',
  applies: 'server',
  summary: 'The audit log has no event of the deletions that were decided.',
  ...removeRows({ table: 'audit_log', where: "action = 'deletion.approved'" }),
};

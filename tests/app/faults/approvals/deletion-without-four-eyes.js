'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-without-four-eyes',
  applies: 'server',
  summary: 'Deletions ask for one approval only.',
  ...changeRows({ table: 'deletion_requests', key: 'id', set: { approvals_required: 1 } }),
};

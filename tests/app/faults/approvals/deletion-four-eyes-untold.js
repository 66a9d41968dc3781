'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-four-eyes-untold',
  applies: 'server',
  summary: 'Deletions ask for one approval, and the queue says two.',
  ...changeRows({ table: 'deletion_requests', key: 'id', set: { approvals_required: 1 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      for (const request of json.deletion_requests) request.approvals_required = 2;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-never-decided',
  applies: 'server',
  summary: 'A deletion that has all its approvals goes on waiting.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve',
    change: (json) => {
      Object.assign(json.deletion_request, { status: 'pending_approval', decided_at: null });
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-rejection-ignored',
  applies: 'server',
  summary: 'A deletion that is rejected goes on waiting for its approvals.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/reject',
    change: (json) => {
      Object.assign(json.deletion_request, { status: 'pending_approval', decided_at: null });
    },
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-own-approval-taken',
  applies: 'server',
  summary: 'Whoever asked for a deletion may approve it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve', refusals: true,
    change: (json, { status, params }) => {
      if (status !== 403 || json.error.code !== 'four_eyes') return json;
      return answer({ status: 200, json: { deletion_request: { id: params.requestId, status: 'pending_approval', approvals: [] } } });
    },
  }),
};

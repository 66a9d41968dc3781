'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-rejected-again',
  applies: 'server',
  summary: 'A deletion that was executed can be rejected.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/reject', refusals: true,
    change: (json, { status, params }) => (status === 409 ? answer({ status: 200, json: { deletion_request: { id: params.requestId, status: 'rejected' } } }) : json),
  }),
};

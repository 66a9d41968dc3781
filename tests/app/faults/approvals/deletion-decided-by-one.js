'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-decided-by-one',
  applies: 'server',
  summary: 'One approval decides a deletion that needs two.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve',
    change: (json, { now }) => {
      Object.assign(json.deletion_request, { status: 'approved', decided_at: now.toISOString() });
    },
  }),
};

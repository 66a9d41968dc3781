'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-not-listed',
  applies: 'server',
  summary: 'The deletion queue leaves out the request that was due first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      const gone = json.deletion_requests.shift();
      if (gone && gone.status === 'pending_approval') json.summary.pending -= 1;
      if (gone && gone.status === 'blocked_by_legal_hold') json.summary.blocked -= 1;
    },
  }),
};

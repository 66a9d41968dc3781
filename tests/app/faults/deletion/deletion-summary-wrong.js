'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-summary-wrong',
  applies: 'server',
  summary: 'The summary of the deletion queue counts no request that waits.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      json.summary.pending = 0;
    },
  }),
};

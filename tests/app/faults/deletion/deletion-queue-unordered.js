'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-queue-unordered',
  applies: 'server',
  summary: 'The deletion queue begins with what is due last.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      json.deletion_requests.reverse();
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonations-revoked-shows-all',
  applies: 'server',
  summary: 'Who asks for revoked impersonations gets all.',
  ...changeRequest({
    route: 'GET /api/dashboard/ops/impersonations',
    change: ({ query }) => { if (query.status === 'revoked') query.status = 'all'; },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonations-all-only-active',
  applies: 'server',
  summary: 'The list of all impersonations has the active ones only.',
  ...changeRequest({
    route: 'GET /api/dashboard/ops/impersonations',
    change: ({ query }) => { if (query.status === 'all') query.status = 'active'; },
  }),
};

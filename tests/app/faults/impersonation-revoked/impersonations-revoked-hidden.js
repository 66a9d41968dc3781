'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-revoked-hidden',
  applies: 'server',
  summary: 'The list of revoked impersonations is empty.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: (json, { query }) => (query.status === 'revoked' ? { impersonations: [], total: 0 } : json),
  }),
};

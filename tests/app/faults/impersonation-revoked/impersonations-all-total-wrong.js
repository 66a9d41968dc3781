'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-all-total-wrong',
  applies: 'server',
  summary: 'The list of all impersonations counts more than it has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: (json, { query }) => (query.status === 'all' ? { ...json, total: json.total + 1 } : json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-cut',
  applies: 'server',
  summary: 'The list of impersonations ends after one, and so does its total.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: (json) => ({ impersonations: json.impersonations.slice(0, 1), total: Math.min(1, json.total) }),
  }),
};

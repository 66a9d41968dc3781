'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-total-wrong',
  applies: 'server',
  summary: 'The list of impersonations says one more than it has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: (json) => ({ ...json, total: json.total + 1 }),
  }),
};

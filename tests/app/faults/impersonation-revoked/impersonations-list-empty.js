'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-list-empty',
  applies: 'server',
  summary: 'The list of impersonations is empty.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: () => ({ impersonations: [], total: 0 }),
  }),
};

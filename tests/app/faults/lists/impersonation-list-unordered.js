'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-unordered',
  applies: 'server',
  summary: 'The list of impersonations has the oldest first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change(json) {
      json.impersonations.reverse();
    },
  }),
};

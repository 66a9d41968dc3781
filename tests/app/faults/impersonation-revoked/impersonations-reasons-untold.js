'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-reasons-untold',
  applies: 'server',
  summary: 'The list of impersonations gives the same reason for each.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change(json) {
      for (const one of json.impersonations) one.reason = 'support';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-told-as-read-only',
  applies: 'server',
  summary: 'The list of impersonations calls those read-only that can write.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change(json) {
      for (const one of json.impersonations) one.read_only = !one.read_only;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-migrations-pending',
  applies: 'server',
  summary: 'The health endpoint says ok with migrations that are pending.',
  ...changeAnswer({
    route: 'GET /healthz',
    change(json) {
      json.migrations.pending = 2;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-counts-less',
  applies: 'server',
  summary: 'The health endpoint counts fewer applied migrations than there are.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => {
      if (json.migrations) json.migrations.applied = 3;
    },
  }),
};

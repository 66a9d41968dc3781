'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-of-no-release',
  applies: 'server',
  summary: 'The health endpoint does not know which release runs.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => {
      json.release = null;
    },
  }),
};

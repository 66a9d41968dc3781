'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-told-wrong',
  applies: 'server',
  summary: 'The health endpoint answers 200 and says that it is unhealthy.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => ({ ...json, status: 'unhealthy' }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'environment-told-unknown',
  applies: 'server',
  summary: 'The application does not know which environment it is.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => ({ ...json, environment: 'unknown' }),
  }),
};

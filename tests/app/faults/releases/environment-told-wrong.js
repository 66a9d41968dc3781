'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'environment-told-wrong',
  applies: 'server',
  summary: 'The application says that it is staging, whatever it is.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => ({ ...json, environment: 'staging' }),
  }),
};

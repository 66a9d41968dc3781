'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'version-wrong',
  applies: 'server',
  summary: 'The application that runs is of another version than its sources.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => ({ ...json, version: '1.3.2' }),
  }),
};

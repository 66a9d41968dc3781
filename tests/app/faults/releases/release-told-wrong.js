'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'release-told-wrong',
  applies: 'server',
  summary: 'The application names another release than the current one.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => ({ ...json, release: '1.3.2' }),
  }),
};

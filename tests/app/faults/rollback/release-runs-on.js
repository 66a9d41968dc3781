'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'release-runs-on',
  applies: 'server',
  summary: 'What runs is the newest release, whatever the list of releases says.',
  ...changeAnswer({
    route: 'GET /healthz',
    change(json) {
      json.release = '1.4.0';
    },
  }),
};

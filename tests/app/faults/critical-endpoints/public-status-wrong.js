'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'public-status-wrong',
  applies: 'server',
  summary: 'The public list of incidents calls the service degraded, while nothing is open.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => {
      json.status = 'degraded';
    },
  }),
};

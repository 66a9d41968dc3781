'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-started-ahead',
  applies: 'server',
  summary: 'The health endpoint says that the application was started in the future.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => {
      json.started_at = new Date(Date.now() + 86400000).toISOString();
    },
  }),
};

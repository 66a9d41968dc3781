'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-minor-as-nothing',
  applies: 'server',
  summary: 'The public list says that all is well where no more than a minor incident is open.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, status: json.status === 'degraded' ? 'operational' : json.status }),
  }),
};

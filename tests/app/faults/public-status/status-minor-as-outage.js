'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-minor-as-outage',
  applies: 'server',
  summary: 'The public list tells of a major outage where no more than a minor incident is open.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, status: json.status === 'degraded' ? 'major_outage' : json.status }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-others-critical',
  applies: 'server',
  summary: 'The public list calls every incident that is over critical.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const incident of json.incidents) if (incident.closed_at && incident.severity === 'minor') incident.severity = 'critical';
    },
  }),
};

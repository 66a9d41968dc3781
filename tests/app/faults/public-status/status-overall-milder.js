'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-overall-milder',
  applies: 'server',
  summary: 'The public list calls a major outage a degradation.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      if (json.status === 'major_outage') json.status = 'degraded';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-milder',
  applies: 'server',
  summary: 'The lists of incidents call each of them minor.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    change(json) {
      for (const incident of json.incidents) incident.severity = 'minor';
    },
  }),
};

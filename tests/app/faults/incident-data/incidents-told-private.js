'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-told-private',
  applies: 'server',
  summary: 'The lists of incidents call each of them private.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    change(json) {
      for (const incident of json.incidents) incident.public = false;
    },
  }),
};

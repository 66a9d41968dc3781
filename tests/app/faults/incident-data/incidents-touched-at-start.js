'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-touched-at-start',
  applies: 'server',
  summary: 'The lists of incidents say that each was last touched when it began.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    change(json) {
      for (const incident of json.incidents) incident.updated_at = incident.started_at;
    },
  }),
};

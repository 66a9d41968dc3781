'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-updated-at-start',
  applies: 'server',
  summary: 'The public list says that incidents were last touched when they began.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const incident of json.incidents) incident.updated_at = incident.started_at;
    },
  }),
};

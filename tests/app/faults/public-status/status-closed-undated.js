'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-closed-undated',
  applies: 'server',
  summary: 'The public list does not say when an incident was over.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const incident of json.incidents) incident.closed_at = null;
    },
  }),
};

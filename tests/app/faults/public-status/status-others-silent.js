'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-others-silent',
  applies: 'server',
  summary: 'The public list has nothing of what was said about the incidents of long ago.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json, { now }) {
      for (const incident of json.incidents) if (now - Date.parse(incident.started_at) > 86400000) incident.updates = [];
    },
  }),
};

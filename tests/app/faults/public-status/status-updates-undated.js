'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-updates-undated',
  applies: 'server',
  summary: 'The public list dates everything that was said to when it is asked.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const one of json.incidents.flatMap((incident) => incident.updates)) one.posted_at = json.generated_at;
    },
  }),
};

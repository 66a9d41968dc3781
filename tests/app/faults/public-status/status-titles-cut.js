'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-titles-cut',
  applies: 'server',
  summary: 'The public list cuts titles off.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const incident of json.incidents) incident.title = incident.title.slice(0, 10);
    },
  }),
};

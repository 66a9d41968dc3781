'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-list-cut',
  applies: 'server',
  summary: 'The public list ends after the first incident.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, incidents: json.incidents.slice(0, 1) }),
  }),
};

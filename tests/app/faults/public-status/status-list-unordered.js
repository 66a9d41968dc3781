'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-list-unordered',
  applies: 'server',
  summary: 'The public list begins with the oldest incident.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, incidents: json.incidents.reverse() }),
  }),
};

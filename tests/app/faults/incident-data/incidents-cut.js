'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-cut',
  applies: 'server',
  summary: 'The list of all incidents ends after the first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    change: (json) => ({ ...json, incidents: json.incidents.slice(0, 1) }),
  }),
};

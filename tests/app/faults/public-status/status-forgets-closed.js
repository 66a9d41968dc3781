'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-forgets-closed',
  applies: 'server',
  summary: 'The public list leaves an incident out as soon as it is closed.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, incidents: json.incidents.filter((incident) => !incident.closed_at || Date.now() - new Date(incident.closed_at) > 3600000) }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-close-told-as-open',
  applies: 'server',
  summary: 'Closing an incident is answered with the incident as it was.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change(json) {
      json.incident.status = 'monitoring';
    },
  }),
};

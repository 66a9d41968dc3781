'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-close-told-as-other',
  applies: 'server',
  summary: 'Closing an incident is answered with another incident.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change(json) {
      json.incident.id = 'inc_globex_0001';
    },
  }),
};

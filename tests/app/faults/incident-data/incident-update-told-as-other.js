'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-update-told-as-other',
  applies: 'server',
  summary: 'An update is answered with another incident.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    change(json) {
      json.incident.id = 'inc_globex_0001';
    },
  }),
};

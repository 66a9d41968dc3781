'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-told-as-other',
  applies: 'server',
  summary: 'An incident is opened, and answered as one of another tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change(json) {
      json.incident.organization_id = 'globex';
    },
  }),
};

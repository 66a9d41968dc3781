'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-told-as-private',
  applies: 'server',
  summary: 'An incident is opened as public, and answered as one that is not.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change(json) {
      json.incident.public = false;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'incident-severity-lost',
  applies: 'server',
  summary: 'An incident is opened as a minor one, whatever was asked.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/incidents',
    change(request) {
      request.body.severity = 'minor';
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'incident-reference-lost',
  applies: 'server',
  summary: 'What an incident is opened under is not kept.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/incidents',
    change(request) {
      delete request.body.reference;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'incident-reference-ignored',
  applies: 'server',
  summary: 'The list of incidents shows all, whatever reference is asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/ops/incidents',
    change(request) {
      delete request.query.reference;
    },
  }),
};

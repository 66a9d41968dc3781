'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'incident-filter-ignored',
  applies: 'server',
  summary: 'The list of open incidents shows the closed ones as well.',
  ...changeRequest({
    route: 'GET /api/dashboard/ops/incidents',
    change(request) {
      request.query.status = 'all';
    },
  }),
};

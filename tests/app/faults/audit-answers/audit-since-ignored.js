'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'audit-since-ignored',
  applies: 'server',
  summary: 'The audit log goes back further than was asked.',
  ...changeRequest({
    route: 'GET /api/dashboard/audit-log',
    change(request) {
      delete request.query.since;
    },
  }),
};

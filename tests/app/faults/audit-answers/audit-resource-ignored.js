'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'audit-resource-ignored',
  applies: 'server',
  summary: 'The audit log shows every resource, whatever was asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/audit-log',
    change(request) {
      delete request.query.resource_id;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'cs-of-home',
  applies: 'server',
  summary: 'The customer health is that of the caller\'s own tenant, whatever tenant is asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/customer-success/health',
    change(request) {
      delete request.query.organization_id;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'renewal-report-of-home',
  applies: 'server',
  summary: 'The renewal value report is that of the caller\'s own tenant, whatever tenant is asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(request) {
      delete request.query.organization_id;
    },
  }),
};

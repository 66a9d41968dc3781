'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'ops-page-of-every-tenant',
  applies: 'server',
  summary: 'The ops diagnostics page shows every tenant, whichever was asked for.',
  ...changeRequest({
    route: 'GET /admin/ops',
    change(request) {
      delete request.query.organization_id;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'deletion-across-tenants',
  applies: 'server',
  summary: 'A deletion request is found whatever tenant it is of.',
  ...changeRequest({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/*',
    change: (request) => {
      delete request.query.organization_id;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'suspicious-filter-ignored',
  applies: 'server',
  summary: 'The list of suspicious sessions shows all of them.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change(request) {
      delete request.query.suspicious;
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-list-suspicious-ignored',
  applies: 'server',
  summary: 'The list of suspicious sessions has all of them.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change({ query }) {
      delete query.suspicious;
    },
  }),
};

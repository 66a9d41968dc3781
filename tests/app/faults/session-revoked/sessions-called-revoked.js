'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-called-revoked',
  applies: 'server',
  summary: 'The session inventory shows active sessions as revoked.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      for (const one of json.sessions) one.status = 'revoked';
    },
  }),
};

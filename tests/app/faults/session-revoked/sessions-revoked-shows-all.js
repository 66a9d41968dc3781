'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'sessions-revoked-shows-all',
  applies: 'server',
  summary: 'Who asks for revoked sessions gets all.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change: ({ query }) => { if (query.status === 'revoked') query.status = 'all'; },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'sessions-all-only-active',
  applies: 'server',
  summary: 'The whole inventory has the active sessions only.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change: ({ query }) => { if (query.status === 'all') query.status = 'active'; },
  }),
};

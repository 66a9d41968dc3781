'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-cached',
  applies: 'server',
  summary: 'The list of sessions may be kept by the browser for five minutes.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => answer({ json, headers: { 'cache-control': 'private, max-age=300' } }),
  }),
};

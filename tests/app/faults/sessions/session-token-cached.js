'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-token-cached',
  applies: 'server',
  summary: 'The answer that has the token of a session may be kept by caches.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    change: (json) => answer({ json, headers: { 'cache-control': 'public, max-age=60' } }),
  }),
};

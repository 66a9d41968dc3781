'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-cached',
  applies: 'server',
  summary: 'The public list may be kept by caches for a minute.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => answer({ json, headers: { 'cache-control': 'public, max-age=60' } }),
  }),
};

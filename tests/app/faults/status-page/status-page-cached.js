'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-cached',
  applies: 'server',
  summary: 'The public status page may be kept by caches for a day.',
  ...changePage({
    route: 'GET /status',
    change: (html) => answer({ html, headers: { 'cache-control': 'public, max-age=86400' } }),
  }),
};

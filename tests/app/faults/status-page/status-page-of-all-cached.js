'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-of-all-cached',
  applies: 'server',
  summary: 'The public status page of all tenants may be kept by caches that ask whether it is still good.',
  ...changePage({
    route: 'GET /status',
    change: (html, { query }) => answer({ html, headers: query.organization_id ? {} : { 'cache-control': 'public, no-cache, stale-if-error=3600' } }),
  }),
};

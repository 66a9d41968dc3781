'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-cached',
  applies: 'server',
  summary: 'The ops diagnostics page may be kept by the browser for an hour.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => answer({ html, headers: { 'cache-control': 'private, max-age=3600' } }),
  }),
};

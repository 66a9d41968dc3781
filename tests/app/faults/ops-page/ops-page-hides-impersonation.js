'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-hides-impersonation',
  applies: 'server',
  summary: 'The ops diagnostics page leaves the impersonations out that were started since the seed.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<tr data-id="imp_[0-9a-f]{16}">.*?<\/tr>\n?/g, ''),
  }),
};

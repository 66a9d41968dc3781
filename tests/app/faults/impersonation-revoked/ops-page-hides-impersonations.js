'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-hides-impersonations',
  applies: 'server',
  summary: 'The ops diagnostics page leaves active impersonations out.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<tr data-id="imp_acme_0001">.*<\/tr>/, ''),
  }),
};

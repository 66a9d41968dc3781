'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-without-impersonations',
  applies: 'server',
  summary: 'The ops diagnostics page has no table of impersonations.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace('id="impersonations"', ''),
  }),
};

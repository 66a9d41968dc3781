'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-starts-elsewhere',
  applies: 'server',
  summary: 'The form of the ops diagnostics page that starts an impersonation goes to an address that is not there.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace('data-path="/api/dashboard/ops/impersonations"', 'data-path="/api/dashboard/ops/impersonation"'),
  }),
};

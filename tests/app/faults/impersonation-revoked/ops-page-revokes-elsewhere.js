'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-revokes-elsewhere',
  applies: 'server',
  summary: 'The form of the ops diagnostics page that revokes an impersonation starts one.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace('impersonations/:id/revoke', 'impersonations'),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-old-impersonations',
  applies: 'server',
  summary: 'The ops diagnostics page shows revoked impersonations as active.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replaceAll('<td>revoked</td>', '<td>active</td>'),
  }),
};

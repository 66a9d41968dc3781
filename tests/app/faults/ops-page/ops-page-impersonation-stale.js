'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-impersonation-stale',
  applies: 'server',
  summary: 'The ops diagnostics page shows revoked impersonations as active.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/(<tr data-id="imp_.*?<td>)revoked(<\/td>)/g, '$1active$2'),
  }),
};

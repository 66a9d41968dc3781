'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-opens-nowhere',
  applies: 'server',
  summary: 'The form of the ops diagnostics page that opens an incident does not ask of which tenant.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/(ops\/incidents">)<input name="organization_id"[^>]*>/, '$1'),
  }),
};

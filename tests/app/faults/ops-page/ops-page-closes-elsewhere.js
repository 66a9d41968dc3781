'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-closes-elsewhere',
  applies: 'server',
  summary: 'The form of the ops diagnostics page that closes an incident posts an update.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace('incidents/:id/close', 'incidents/:id/updates'),
  }),
};

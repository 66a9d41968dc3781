'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-updates-one-status',
  applies: 'server',
  summary: 'The form of the ops diagnostics page that updates an incident knows one status.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace('<option>identified</option><option>monitoring</option>', ''),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-cannot-open',
  applies: 'server',
  summary: 'The ops diagnostics page has no form to open an incident.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<form data-path="\/api\/dashboard\/ops\/incidents">.*?<\/form>\n?/, ''),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-old-status',
  applies: 'server',
  summary: 'The ops diagnostics page shows incidents as they were opened.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<td>(identified|monitoring|resolved)<\/td>/g, '<td>investigating</td>'),
  }),
};

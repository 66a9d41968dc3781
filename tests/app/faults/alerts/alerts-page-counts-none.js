'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'alerts-page-counts-none',
  applies: 'server',
  summary: 'The ops diagnostics page shows no alerts.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<tr[^>]*>(?:(?!<\/tr>)[^])*alr_(?:(?!<\/tr>)[^])*<\/tr>/g, ''),
  }),
};

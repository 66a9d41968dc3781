'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-unescaped',
  applies: 'server',
  summary: 'The ops diagnostics page shows the reasons of impersonations without escaping them.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/&lt;/g, '<').replace(/&gt;/g, '>'),
  }),
};

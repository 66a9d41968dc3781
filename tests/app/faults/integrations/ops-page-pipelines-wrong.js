'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-pipelines-wrong',
  applies: 'server',
  summary: 'The ops diagnostics page shows every pipeline as stalled.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replaceAll('<td>running</td>', '<td>stalled</td>'),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-end-untold',
  applies: 'server',
  summary: 'The ops diagnostics page does not say when an incident was over.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/(<tr data-id="inc_.*)<td>[^<]*<\/td><\/tr>/g, '$1<td></td></tr>'),
  }),
};

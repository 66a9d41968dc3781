'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-impersonation-others',
  applies: 'server',
  summary: 'The ops diagnostics page names somebody else as who started an impersonation.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/(<tr data-id="imp_[^>]*><td>[^<]*<\/td><td>[^<]*<\/td><td>)[^<]*/g, '$1usr_support'),
  }),
};

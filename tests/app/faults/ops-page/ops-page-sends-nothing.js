'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-sends-nothing',
  applies: 'server',
  summary: 'The forms of the ops diagnostics page are sent by nothing.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<script>[^]*<\/script>/, ''),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-hides-dead-letters',
  applies: 'server',
  summary: 'The ops diagnostics page shows no dead letters.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/(<table id="dead-letters">.*?<tbody>).*?(<.tbody>)/s, '$1$2'),
  }),
};

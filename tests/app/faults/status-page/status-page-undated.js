'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-undated',
  applies: 'server',
  summary: 'The public status page does not say when something was said.',
  ...changePage({
    route: 'GET /status',
    change: (html) => html.replace(/<li>\S+Z /g, '<li>'),
  }),
};

'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-milder',
  applies: 'server',
  summary: 'The public status page calls major incidents minor.',
  ...changePage({
    route: 'GET /status',
    change: (html) => html.replaceAll(', major,', ', minor,'),
  }),
};

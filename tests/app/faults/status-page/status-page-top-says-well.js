'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-top-says-well',
  applies: 'server',
  summary: 'The public status page says at its top that all is well, whatever is open.',
  ...changePage({
    route: 'GET /status',
    change: (html) => html.replace(/(Major outage|Some systems are degraded)</, 'All systems operational<'),
  }),
};

'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-tells-referrers',
  applies: 'server',
  summary: 'The status page tells other sites where a reader came from.',
  ...changePage({
    route: 'GET /status',
    change: () => answer({ headers: { 'referrer-policy': 'unsafe-url' } }),
  }),
};

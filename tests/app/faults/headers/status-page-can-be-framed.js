'use strict';

const { answer, changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-can-be-framed',
  applies: 'server',
  summary: 'The status page may be shown within pages of others.',
  ...changePage({
    route: 'GET /status',
    change: () => answer({ headers: { 'x-frame-options': 'SAMEORIGIN, ALLOWALL' } }),
  }),
};

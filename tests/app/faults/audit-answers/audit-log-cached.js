'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-log-cached',
  applies: 'server',
  summary: 'The audit log may be kept by the browser for an hour.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => answer({ json, headers: { 'cache-control': 'private, max-age=3600' } }),
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-cached',
  applies: 'server',
  summary: 'The list of impersonations may be kept by the browser for five minutes.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change: (json) => answer({ json, headers: { 'cache-control': 'private, max-age=300' } }),
  }),
};

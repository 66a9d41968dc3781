'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-cached',
  applies: 'server',
  summary: 'The lists of incidents may be kept by the browser for five minutes.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    change: (json) => answer({ json, headers: { 'cache-control': 'private, max-age=300' } }),
  }),
};

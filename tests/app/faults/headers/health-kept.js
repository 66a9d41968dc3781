'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-kept',
  applies: 'server',
  summary: 'The health endpoint may be kept by caches for an hour.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: () => answer({ headers: { 'cache-control': 'public, max-age=3600' } }),
  }),
};

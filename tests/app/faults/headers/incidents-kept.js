'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-kept',
  applies: 'server',
  summary: 'What the public is told about incidents may be kept by caches.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: () => answer({ headers: { 'cache-control': 'max-age=86400' } }),
  }),
};

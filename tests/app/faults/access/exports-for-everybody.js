'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'exports-for-everybody',
  applies: 'server',
  summary: 'The table of routes says that everybody may read the exports of personal data.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/routes',
    change(json) {
      for (const route of json.routes) if (route.method === 'GET' && route.path.endsWith('/pii-exports')) route.role = 'public';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'policy-for-support',
  applies: 'server',
  summary: 'The table of routes says that support may change the security policy.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/routes',
    change(json) {
      for (const route of json.routes) if (route.method === 'PUT' && route.path.endsWith('/policy')) route.role = 'staff';
    },
  }),
};

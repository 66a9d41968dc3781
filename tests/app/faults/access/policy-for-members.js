'use strict';

const { changeAnswer, changeRequest } = require('../lib/answers');

module.exports = {
  name: 'policy-for-members',
  applies: 'server',
  summary: 'The route that changes the security policy is one for members.',
  ...changeRequest({
    route: 'PUT /api/dashboard/security/policy',
    change({ identity }) {
      for (const tenant of identity ? Object.keys(identity.roles) : []) identity.roles[tenant] = 'admin';
    },
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/routes',
    change(json) {
      for (const route of json.routes) if (route.method === 'PUT' && route.path.endsWith('/policy')) route.role = 'member';
    },
  }),
};

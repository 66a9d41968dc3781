'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'policy-of-home',
  applies: 'server',
  summary: 'The security policy that is shown is that of the home tenant, whatever tenant was asked for.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/policy',
    change(json) {
      json.organization_id = 'acme';
    },
  }),
};

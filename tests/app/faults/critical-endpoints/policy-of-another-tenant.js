'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'policy-of-another-tenant',
  applies: 'server',
  summary: 'The security policy of another tenant is shown.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/policy',
    change: (json) => {
      json.organization_id = 'elsewhere';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'mfa-shown-only',
  applies: 'server',
  summary: 'The security policy is shown with MFA enforced, and has it off.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { mfa_enforced: 0 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/security/policy',
    change(json) {
      json.mfa.enforced = true;
    },
  }),
};

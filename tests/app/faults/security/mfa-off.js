'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'mfa-off',
  applies: 'server',
  summary: 'MFA is not enforced for any tenant.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { mfa_enforced: 0 } }),
};

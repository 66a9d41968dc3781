'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'mfa-weak-method',
  applies: 'server',
  summary: 'MFA is enforced, and a text message is enough.',
  ...changeRows({ table: 'security_policies', key: 'organization_id', set: { mfa_methods: JSON.stringify(['totp', 'sms']) } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-policy-off',
  applies: 'server',
  summary: 'The policy for exports of personal data is not enforced.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { enforced: 0 } }),
};

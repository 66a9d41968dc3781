'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-not-required',
  applies: 'server',
  summary: 'The policy for exports of personal data asks for no approval.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { approval_required: 0 } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-approval-of-another-tenant',
  applies: 'server',
  summary: 'An export of personal data was made with an approval of another tenant.',
  ...changeRows({ table: 'pii_export_approvals', key: 'id', set: { organization_id: 'elsewhere' } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-fields-unmasked',
  applies: 'server',
  summary: 'An export of personal data shows the e-mail addresses.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { masked_fields: '["phone"]' } }),
};

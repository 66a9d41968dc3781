'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'pii-rows-unbounded',
  applies: 'server',
  summary: 'An export of personal data may have as many rows as there are.',
  ...changeRows({ table: 'pii_export_policies', key: 'organization_id', set: { max_rows: 2147483647 } }),
};

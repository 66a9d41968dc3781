'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'audit-retention-short',
  applies: 'server',
  summary: 'The audit log is kept for 30 days, less than the minimum.',
  ...changeRows({ table: 'audit_retention', key: 'organization_id', set: { retention_days: 30 } }),
};

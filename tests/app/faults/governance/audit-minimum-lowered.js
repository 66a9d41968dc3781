'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'audit-minimum-lowered',
  applies: 'server',
  summary: 'The audit log is kept for 30 days, and 7 are called enough.',
  ...changeRows({ table: 'audit_retention', key: 'organization_id', set: { retention_days: 30, minimum_days: 7 } }),
};

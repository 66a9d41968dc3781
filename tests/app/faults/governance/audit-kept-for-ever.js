'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'audit-kept-for-ever',
  applies: 'server',
  summary: 'The audit log is kept for a hundred years.',
  ...changeRows({ table: 'audit_retention', key: 'organization_id', set: { retention_days: 36500 } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'audit-mutable',
  applies: 'server',
  summary: 'The audit log can be changed after the fact.',
  ...changeRows({ table: 'audit_retention', key: 'organization_id', set: { immutable: 0 } }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'audit-retention-untold',
  applies: 'server',
  summary: 'The audit log is kept for 30 days, and the API says 400.',
  ...changeRows({ table: 'audit_retention', key: 'organization_id', set: { retention_days: 30 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/audit-retention',
    change: (json) => {
      Object.assign(json, { retention_days: 400, status: 'ok' });
    },
  }),
};

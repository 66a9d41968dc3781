'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'retention-of-another-tenant',
  applies: 'server',
  summary: 'The retention policies of another tenant are shown under the name of the one that was asked for.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/retention',
    change: async (json, { db, organization }) => {
      const other = organization === 'globex' ? 'initech' : 'globex';
      json.policies = await db.all('SELECT id, data_class, retention_days, action, updated_at FROM retention_policies WHERE organization_id = ? ORDER BY data_class', [other]);
    },
  }),
};

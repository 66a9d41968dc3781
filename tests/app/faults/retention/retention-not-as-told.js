'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-not-as-told',
  applies: 'server',
  summary: 'Events are kept for 31 days, and the API says what they were kept for before.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'events'", set: { retention_days: 31 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/retention',
    change: (json) => {
      for (const policy of json.policies) if (policy.data_class === 'events') policy.retention_days = 395;
    },
  }),
};

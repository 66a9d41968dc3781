'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-count-wrong',
  applies: 'server',
  summary: 'The API counts more audit events than there are.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/audit-retention',
    change: (json) => {
      json.events += 100;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow, removeRows } = require('../lib/data');

module.exports = {
  name: 'audit-oldest-untold',
  applies: 'server',
  summary: 'Audit events older than 30 days are gone, and the API says that the oldest one is still there.',
  ...removeRows({ table: 'audit_log', where: () => `at < '${daysFromNow(-30)}'` }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/audit-retention',
    change: (json) => {
      json.oldest_event_at = daysFromNow(-380);
    },
  }),
};

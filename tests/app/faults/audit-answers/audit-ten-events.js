'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-ten-events',
  applies: 'server',
  summary: 'The audit log ends after ten events, and calls that all.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ events: json.events.slice(0, 10), total: Math.min(json.events.length, 10) }),
  }),
};

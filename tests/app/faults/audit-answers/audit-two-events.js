'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-two-events',
  applies: 'server',
  summary: 'The audit log ends after two events, and calls that all.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ events: json.events.slice(0, 2), total: Math.min(json.total, 2) }),
  }),
};

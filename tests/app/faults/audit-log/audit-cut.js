'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-cut',
  applies: 'server',
  summary: 'The audit log shows the newest event alone.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.slice(0, 1), total: Math.min(json.total, 1) }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-page-cut',
  applies: 'server',
  summary: 'The audit log ends after one event, whatever was asked.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.slice(0, 1) }),
  }),
};

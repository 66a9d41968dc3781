'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-one-twice',
  applies: 'server',
  summary: 'The audit log shows one event twice, and another one not at all.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.map((event, i) => (i === 4 ? json.events[3] : event)) }),
  }),
};

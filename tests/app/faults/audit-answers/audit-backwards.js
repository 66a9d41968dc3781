'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-backwards',
  applies: 'server',
  summary: 'The audit log begins with the oldest event.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.reverse() }),
  }),
};

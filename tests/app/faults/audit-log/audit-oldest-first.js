'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-oldest-first',
  applies: 'server',
  summary: 'The audit log is told the wrong way round.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: [...json.events].reverse() }),
  }),
};

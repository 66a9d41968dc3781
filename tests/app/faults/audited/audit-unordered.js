'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-unordered',
  applies: 'server',
  summary: 'The audit log has the oldest first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change(json) {
      json.events.reverse();
    },
  }),
};

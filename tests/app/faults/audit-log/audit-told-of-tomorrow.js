'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-told-of-tomorrow',
  applies: 'server',
  summary: 'Every event of the audit log is told as one of tomorrow.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.map((one) => ({ ...one, at: new Date(Date.now() + 86400000).toISOString() })) }),
  }),
};

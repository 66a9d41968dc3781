'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-told-without-actor',
  applies: 'server',
  summary: 'The audit log does not tell who did it.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, events: json.events.map((one) => ({ ...one, actor_id: '' })) }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-total-of-page',
  applies: 'server',
  summary: 'The audit log counts what it shows, not what there is.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: (json) => ({ ...json, total: json.events.length }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-details-untold',
  applies: 'server',
  summary: 'The audit log does not tell the details.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change(json) {
      for (const event of json.events) event.detail = {};
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alerts-end-early',
  applies: 'server',
  summary: 'The list of alerts leaves out the oldest.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json) => {
      json.alerts.pop();
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alert-severity-lowered',
  applies: 'server',
  summary: 'Every alert is told as INFO.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json) => ({ ...json, alerts: json.alerts.map((one) => ({ ...one, severity: 'INFO' })) }),
  }),
};

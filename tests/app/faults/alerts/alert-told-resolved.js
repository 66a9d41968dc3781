'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alert-told-resolved',
  applies: 'server',
  summary: 'Every alert is told as resolved.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json, { now }) => ({ ...json, alerts: json.alerts.map((one) => ({ ...one, resolved: true, resolved_at: one.resolved_at || now.toISOString() })) }),
  }),
};

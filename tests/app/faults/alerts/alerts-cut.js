'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alerts-cut',
  applies: 'server',
  summary: 'The list of alerts ends after the first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json) => ({ ...json, alerts: json.alerts.slice(0, 1), total: Math.min(json.total, 1) }),
  }),
};

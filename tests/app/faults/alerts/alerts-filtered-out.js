'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alerts-filtered-out',
  applies: 'server',
  summary: 'The list of unresolved CRITICAL alerts is empty, whatever there is.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json, { query }) => (query.severity === 'CRITICAL' ? { ...json, alerts: [], total: 0 } : json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-alerts-of-all',
  applies: 'server',
  summary: 'An impersonation is shown the alerts of every tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    async change(json, { identity, db }) {
      if (identity.by !== 'impersonation') return json;
      return { ...json, alerts: await db.all('SELECT * FROM alerts ORDER BY id') };
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-of-every-tenant',
  applies: 'server',
  summary: 'The public list shows the incidents of another tenant as well.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    async change(json, { db }) {
      const others = await db.all("SELECT id, organization_id, title, severity, status, started_at, updated_at, closed_at FROM incidents WHERE organization_id = 'globex'");
      return { ...json, incidents: [...json.incidents, ...others.map((one) => ({ ...one, updates: [] }))] };
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-says-every-tenant',
  applies: 'server',
  summary: 'An impersonation is told that it is of every tenant of whom it is of.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    async change(json, { identity, db }) {
      if (identity.by !== 'impersonation') return json;
      const rows = await db.all('SELECT organization_id, role FROM memberships WHERE user_id = ?', [identity.userId]);
      return { ...json, roles: Object.fromEntries(rows.map((row) => [row.organization_id, row.role])) };
    },
  }),
};

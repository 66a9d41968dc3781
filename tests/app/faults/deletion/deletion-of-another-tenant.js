'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-of-another-tenant',
  applies: 'server',
  summary: 'The deletion queue shows requests of another tenant as well.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: async (json, { db, organization, query }) => {
      if (query.status) return;
      const [other] = await db.all("SELECT * FROM deletion_requests WHERE organization_id <> ? AND status = 'blocked_by_legal_hold'", [organization]);
      json.deletion_requests.push({ ...other, approvals: [], overdue: false });
      json.summary.blocked += 1;
    },
  }),
};

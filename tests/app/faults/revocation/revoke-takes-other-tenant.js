'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-takes-other-tenant',
  applies: 'server',
  summary: 'Revoking a session revokes the sessions of other tenants as well.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, now, identity, organization }) {
      await db.run("UPDATE sessions SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE organization_id <> ? AND status = 'active'",
        [now.toISOString(), identity.actorId, organization]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-takes-browsers',
  applies: 'server',
  summary: 'Revoking a session revokes the browser sessions of its tenant as well.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, now, identity, organization }) {
      await db.run("UPDATE sessions SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE organization_id = ? AND label = 'Browser' AND status = 'active'",
        [now.toISOString(), identity.actorId, organization]);
    },
  }),
};

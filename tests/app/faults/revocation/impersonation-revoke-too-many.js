'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-revoke-too-many',
  applies: 'server',
  summary: 'Revoking one impersonation revokes the others of its tenant as well.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    async change(json, { db, now, identity, organization }) {
      await db.run("UPDATE impersonations SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE organization_id = ? AND status = 'active'",
        [now.toISOString(), identity.actorId, organization]);
    },
  }),
};

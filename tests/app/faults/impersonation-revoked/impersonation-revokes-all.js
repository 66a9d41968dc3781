'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-revokes-all',
  applies: 'server',
  summary: 'Revoking an impersonation revokes those of every tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    change: (json, { db, identity }) => db.run("UPDATE impersonations SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE status = 'active'", [json.impersonation.revoked_at, identity.actorId]),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-every-tenant',
  applies: 'server',
  summary: 'Revoking a session revokes the browsers of every tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    change: (json, { db, identity }) => db.run("UPDATE sessions SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE label = 'Browser' AND status = 'active'", [json.session.revoked_at, identity.actorId]),
  }),
};

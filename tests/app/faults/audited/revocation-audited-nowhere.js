'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revocation-audited-nowhere',
  applies: 'server',
  summary: 'The revocation of a session is in the audit log of no tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, now, identity }) {
      await db.run('UPDATE audit_log SET organization_id = NULL WHERE actor_id = ? AND at >= ?', [identity.actorId, now.toISOString()]);
      return json;
    },
  }),
};

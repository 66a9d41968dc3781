'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-audited-by-owner',
  applies: 'server',
  summary: 'The audit log names the owner of the tenant as who revoked a session.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, organization }) {
      await db.run("UPDATE audit_log SET actor_id = ? WHERE action = 'session.revoked' AND resource_id = ?", [`usr_${organization}_owner`, json.session.id]);
    },
  }),
};

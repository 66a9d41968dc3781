'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-audited-without-address',
  applies: 'server',
  summary: 'The audit log does not say from where a session was revoked.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET ip = '' WHERE action = 'session.revoked' AND resource_id = ?", [json.session.id]);
    },
  }),
};

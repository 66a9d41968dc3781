'use strict';

const { changeAnswer, changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-revoked-anew',
  applies: 'server',
  summary: 'Revoking a session again says that it was revoked only now.',
  ...changeRequest({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change({ db, params }, memory) {
      const row = await db.one('SELECT status FROM sessions WHERE id = ?', [params.sessionId]);
      memory.again = row && row.status === 'revoked';
    },
  }),
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, now }, memory) {
      if (!memory.again) return;
      json.session.revoked_at = now.toISOString();
      await db.run('UPDATE sessions SET revoked_at = ? WHERE id = ?', [json.session.revoked_at, json.session.id]);
    },
  }),
};

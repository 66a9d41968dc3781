'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-revoked-long-ago',
  applies: 'server',
  summary: 'A revoked session says that it was revoked a day ago.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db, now }) {
      const value = new Date(now.getTime() - 86400000).toISOString();
      await db.run('UPDATE sessions SET revoked_at = ? WHERE id = ?', [value, json.session.id]);
      json.session.revoked_at = value;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-revoked-by-other',
  applies: 'server',
  summary: 'A revoked session names somebody else as who revoked it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db }) {
      const value = 'usr_support';
      await db.run('UPDATE sessions SET revoked_by = ? WHERE id = ?', [value, json.session.id]);
      json.session.revoked_by = value;
    },
  }),
};

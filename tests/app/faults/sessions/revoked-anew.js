'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoked-anew',
  applies: 'server',
  summary: 'Revoking a session that is revoked already changes when that was.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    change: (json, { db, now, params }) => db.run('UPDATE sessions SET revoked_at = ? WHERE id = ?', [now.toISOString(), params.sessionId]).then(() => json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-revoked-by-nobody',
  applies: 'server',
  summary: 'A revoked session is kept as revoked by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    change: (json, { db }) => db.run("UPDATE sessions SET revoked_by = 'anonymous' WHERE id = ?", [json.session.id]),
  }),
};

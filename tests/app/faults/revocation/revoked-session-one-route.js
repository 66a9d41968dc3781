'use strict';

const { changeRequest } = require('../lib/answers');
const { hashToken } = require('../../http/tokens');

module.exports = {
  name: 'revoked-session-one-route',
  applies: 'server',
  summary: 'A revoked session can still read the name of its tenant.',
  ...changeRequest({
    route: 'GET /api/dashboard/organization',
    async change(request) {
      const found = /^Bearer (.*)$/i.exec(request.req.headers.authorization || '');
      if (request.identity || !found) return;
      const row = await request.db.one("SELECT id, user_id, organization_id FROM sessions WHERE token_hash = ? AND status = 'revoked'", [hashToken(found[1])]);
      if (row) request.identity = { userId: row.user_id, actorId: row.user_id, home: row.organization_id, roles: { [row.organization_id]: 'admin' }, by: 'session', sessionId: row.id, readOnly: false };
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');
const { hashToken } = require('../../http/tokens');

module.exports = {
  name: 'expired-session-works',
  applies: 'server',
  summary: 'A session whose time is over is let in.',
  ...changeRequest({
    route: '*',
    async change(request) {
      const found = /^Bearer (.*)$/i.exec(request.req.headers.authorization || '') || /^session=(.*)$/.exec(request.req.headers.cookie || '');
      if (request.identity || !found) return;
      const row = await request.db.one("SELECT id, user_id, organization_id FROM sessions WHERE token_hash = ? AND status = 'active' AND expires_at <= ?", [hashToken(found[1]), request.now.toISOString()]);
      if (row) request.identity = { userId: row.user_id, actorId: row.user_id, home: row.organization_id, roles: { [row.organization_id]: 'admin' }, by: 'session', sessionId: row.id, readOnly: false };
    },
  }),
};

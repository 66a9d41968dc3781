'use strict';

const { changeRequest } = require('../lib/answers');
const { hashToken } = require('../../http/tokens');

module.exports = {
  name: 'expired-impersonation-works',
  applies: 'server',
  summary: 'An impersonation whose time is over is let in.',
  ...changeRequest({
    route: '*',
    async change(request) {
      const found = /^Bearer (.*)$/i.exec(request.req.headers.authorization || '');
      if (request.identity || !found) return;
      const row = await request.db.one("SELECT id, target_user_id, actor_id, organization_id FROM impersonations WHERE token_hash = ? AND status = 'active' AND expires_at <= ?", [hashToken(found[1]), request.now.toISOString()]);
      if (row) request.identity = { userId: row.target_user_id, actorId: row.actor_id, home: row.organization_id, roles: { [row.organization_id]: 'admin' }, by: 'impersonation', impersonationId: row.id, readOnly: true };
    },
  }),
};

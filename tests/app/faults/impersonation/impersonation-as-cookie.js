'use strict';

const { changeRequest } = require('../lib/answers');
const { hashToken } = require('../../http/tokens');

module.exports = {
  name: 'impersonation-as-cookie',
  applies: 'server',
  summary: 'An impersonation is let in where its token comes as a cookie, as a session.',
  ...changeRequest({
    route: '*',
    async change(request) {
      const found = /^session=(.*)$/.exec(request.req.headers.cookie || '');
      if (request.identity || !found) return;
      const row = await request.db.one("SELECT id, target_user_id, actor_id, organization_id FROM impersonations WHERE token_hash = ? AND status = 'active'", [hashToken(found[1])]);
      if (row) request.identity = { userId: row.target_user_id, actorId: row.actor_id, home: row.organization_id, roles: { [row.organization_id]: 'admin' }, by: 'impersonation', impersonationId: row.id, readOnly: true };
    },
  }),
};

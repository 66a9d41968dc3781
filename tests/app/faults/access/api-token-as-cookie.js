'use strict';

const { changeRequest } = require('../lib/answers');
const { hashToken } = require('../../http/tokens');

module.exports = {
  name: 'api-token-as-cookie',
  applies: 'server',
  summary: 'A bearer token is let in where it comes as the cookie of a session.',
  ...changeRequest({
    route: '*',
    async change(request) {
      const found = /^session=(.*)$/.exec(request.req.headers.cookie || '');
      if (request.identity || !found) return;
      const token = await request.db.one('SELECT user_id FROM api_tokens WHERE token_hash = ?', [hashToken(found[1])]);
      if (token) request.identity = { userId: token.user_id, actorId: token.user_id, home: 'acme', roles: { acme: 'admin' }, by: 'bearer', readOnly: false };
    },
  }),
};

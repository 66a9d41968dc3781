'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'revoke-deletes-others',
  applies: 'server',
  summary: 'Revoking a session deletes the other sessions of its user, without a trace.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions/:sessionId/revoke',
    async change(json, { db }) {
      await db.run("DELETE FROM sessions WHERE user_id = ? AND label = 'Seed session'", [json.session.user_id]);
    },
  }),
};

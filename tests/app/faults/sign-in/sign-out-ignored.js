'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sign-out-ignored',
  applies: 'server',
  summary: 'Signing out is answered as done, but the session lives on.',
  ...changeAnswer({
    route: 'POST /api/auth/logout',
    async change(json, { db, identity }) {
      await db.run("UPDATE sessions SET status = 'active', revoked_at = NULL, revoked_by = NULL WHERE id = ?", [identity.sessionId]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-hashes',
  applies: 'server',
  summary: 'The list of sessions shows the hashes of their tokens.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    async change(json, { db }) {
      for (const session of json.sessions) Object.assign(session, await db.one('SELECT token_hash FROM sessions WHERE id = ?', [session.id]));
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-of-everybody',
  applies: 'server',
  summary: 'The list of sessions has those of every tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    async change(json, { db, organization }) {
      const others = await db.all("SELECT * FROM sessions WHERE organization_id <> ? AND status = 'active'", [organization]);
      for (const { token_hash: left, ...session } of others) json.sessions.push({ ...session, suspicious: session.suspicious === 1 });
      json.total = json.sessions.length;
    },
  }),
};

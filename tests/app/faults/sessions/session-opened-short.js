'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-opened-short',
  applies: 'server',
  summary: 'A session that was to live five minutes lives one.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db, now }) {
      const expires = new Date(now.getTime() + 60000).toISOString();
      await db.run('UPDATE sessions SET expires_at = ? WHERE id = ?', [expires, json.session.id]);
      json.session.expires_at = expires;
    },
  }),
};

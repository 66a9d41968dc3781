'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-opened-long',
  applies: 'server',
  summary: 'A session that was to live five minutes lives twelve hours.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db, now }) {
      const expires = new Date(now.getTime() + 12 * 3600000).toISOString();
      await db.run('UPDATE sessions SET expires_at = ? WHERE id = ?', [expires, json.session.id]);
      json.session.expires_at = expires;
    },
  }),
};

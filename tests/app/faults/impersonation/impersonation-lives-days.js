'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-lives-days',
  applies: 'server',
  summary: 'An impersonation that was to live five minutes lives five days.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db, now }) {
      const expires = new Date(now.getTime() + 5 * 86400000).toISOString();
      await db.run('UPDATE impersonations SET expires_at = ? WHERE id = ?', [expires, json.impersonation.id]);
      json.impersonation.expires_at = expires;
    },
  }),
};

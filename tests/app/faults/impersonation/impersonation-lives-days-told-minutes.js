'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-lives-days-told-minutes',
  applies: 'server',
  summary: 'An impersonation that was to live five minutes lives five days, and the answer says five minutes.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db, now }) {
      const expires = new Date(now.getTime() + 5 * 86400000).toISOString();
      await db.run('UPDATE impersonations SET expires_at = ? WHERE id = ?', [expires, json.impersonation.id]);
    },
  }),
};

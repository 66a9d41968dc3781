'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-actor-lost',
  applies: 'server',
  summary: 'An impersonation names its target as who started it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      const value = json.impersonation.target_user_id;
      await db.run('UPDATE impersonations SET actor_id = ? WHERE id = ?', [value, json.impersonation.id]);
      json.impersonation.actor_id = value;
    },
  }),
};

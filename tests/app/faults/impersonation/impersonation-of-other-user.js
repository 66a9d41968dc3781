'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-of-other-user',
  applies: 'server',
  summary: 'An impersonation is of another user than the one who was asked for.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db, organization }) {
      const value = `usr_${organization}_agent`;
      await db.run('UPDATE impersonations SET target_user_id = ? WHERE id = ?', [value, json.impersonation.id]);
      json.impersonation.target_user_id = value;
    },
  }),
};

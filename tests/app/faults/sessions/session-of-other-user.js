'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-of-other-user',
  applies: 'server',
  summary: 'A session is opened for another user than the one who asked.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db, organization }) {
      const value = `usr_${organization}_owner`;
      await db.run('UPDATE sessions SET user_id = ? WHERE id = ?', [value, json.session.id]);
      json.session.user_id = value;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-reference-lost',
  applies: 'server',
  summary: 'A session is opened without the reference that was given.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      const value = null;
      await db.run('UPDATE sessions SET reference = ? WHERE id = ?', [value, json.session.id]);
      json.session.reference = value;
    },
  }),
};

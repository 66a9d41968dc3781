'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-not-kept',
  applies: 'server',
  summary: 'Opening a session is answered as done, but nothing is kept.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      await db.run('DELETE FROM sessions WHERE id = ?', [json.session.id]);
    },
  }),
};

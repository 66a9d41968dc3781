'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-revoked-long-ago-hidden',
  applies: 'server',
  summary: 'The inventory leaves out what was revoked before today.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { now }) => {
      const sessions = json.sessions.filter((one) => !one.revoked_at || now - new Date(one.revoked_at) < 86400000);
      return { sessions, total: sessions.length };
    },
  }),
};

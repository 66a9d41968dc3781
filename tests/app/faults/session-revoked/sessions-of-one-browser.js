'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-of-one-browser',
  applies: 'server',
  summary: 'The list of sessions names one browser for all of them.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      for (const session of json.sessions) session.user_agent = 'Mozilla/5.0';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-all-suspicious',
  applies: 'server',
  summary: 'The list of sessions calls each of them suspicious.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      for (const session of json.sessions) session.suspicious = true;
    },
  }),
};

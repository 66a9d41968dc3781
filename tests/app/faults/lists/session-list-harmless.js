'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-harmless',
  applies: 'server',
  summary: 'The list of sessions calls none of them suspicious.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      for (const session of json.sessions) session.suspicious = false;
    },
  }),
};

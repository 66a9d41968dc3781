'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-unordered',
  applies: 'server',
  summary: 'The list of sessions has the oldest first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      json.sessions.reverse();
    },
  }),
};

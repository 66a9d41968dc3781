'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-unsuspicious',
  applies: 'server',
  summary: 'The list of sessions leaves the suspicious ones out.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json) {
      json.sessions = json.sessions.filter((session) => !session.suspicious);
      json.total = json.sessions.length;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-last-hidden',
  applies: 'server',
  summary: 'The session inventory ends before the last session.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ ...json, sessions: json.sessions.slice(0, -1) }),
  }),
};

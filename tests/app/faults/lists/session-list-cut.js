'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-cut',
  applies: 'server',
  summary: 'The list of sessions ends after three, and so does its total.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ sessions: json.sessions.slice(0, 3), total: Math.min(3, json.total) }),
  }),
};

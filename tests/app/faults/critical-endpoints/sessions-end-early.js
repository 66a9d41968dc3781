'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-end-early',
  applies: 'server',
  summary: 'The list of sessions ends after the first.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => {
      Object.assign(json, { sessions: json.sessions.slice(0, 1), total: 1 });
    },
  }),
};

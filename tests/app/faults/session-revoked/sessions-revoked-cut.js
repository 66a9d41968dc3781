'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-revoked-cut',
  applies: 'server',
  summary: 'The list of revoked sessions ends before the last.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { query }) => (query.status === 'revoked' ? { sessions: json.sessions.slice(0, -1), total: json.total - 1 } : json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-revoker-hidden',
  applies: 'server',
  summary: 'The whole inventory does not say who revoked a session.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { query }) => (query.status === 'all' ? { ...json, sessions: json.sessions.map((one) => ({ ...one, revoked_by: null })) } : json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-used-before',
  applies: 'server',
  summary: 'The inventory says of every session that it was last used before it was opened.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ ...json, sessions: json.sessions.map((one) => ({ ...one, last_seen_at: new Date(new Date(one.created_at) - 60000).toISOString() })) }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-use-embellished',
  applies: 'server',
  summary: 'The inventory says of every session that it was used just now.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { now }) => ({ ...json, sessions: json.sessions.map((one) => ({ ...one, last_seen_at: now.toISOString() })) }),
  }),
};

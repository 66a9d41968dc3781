'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-seen-just-now',
  applies: 'server',
  summary: 'The list of sessions says that each was seen just now.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change(json, { now }) {
      for (const session of json.sessions) session.last_seen_at = now.toISOString();
    },
  }),
};

'use strict';

const { changeAnswer, changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-any-length',
  applies: 'server',
  summary: 'A session may be opened for any length of time.',
  ...changeRequest({
    route: 'POST /api/dashboard/security/sessions',
    change(request, memory) {
      memory.minutes = request.body.ttl_minutes > 720 ? request.body.ttl_minutes : 0;
      if (memory.minutes) request.body.ttl_minutes = 720;
    },
  }),
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db, now }, memory) {
      if (!memory.minutes) return;
      json.session.expires_at = new Date(now.getTime() + memory.minutes * 60000).toISOString();
      await db.run('UPDATE sessions SET expires_at = ? WHERE id = ?', [json.session.expires_at, json.session.id]);
    },
  }),
};

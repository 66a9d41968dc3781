'use strict';

const { changeAnswer, changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-any-length',
  applies: 'server',
  summary: 'An impersonation may be started for any length of time.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/impersonations',
    change(request, memory) {
      memory.minutes = request.body.ttl_minutes > 60 ? request.body.ttl_minutes : 0;
      if (memory.minutes) request.body.ttl_minutes = 60;
    },
  }),
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db, now }, memory) {
      if (!memory.minutes) return;
      json.impersonation.expires_at = new Date(now.getTime() + memory.minutes * 60000).toISOString();
      await db.run('UPDATE impersonations SET expires_at = ? WHERE id = ?', [json.impersonation.expires_at, json.impersonation.id]);
    },
  }),
};

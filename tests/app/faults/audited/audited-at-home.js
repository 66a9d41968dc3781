'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audited-at-home',
  applies: 'server',
  summary: 'What is done is in the audit log of the home tenant of who does it, not of the tenant in which it was done.',
  ...changeAnswer({
    route: 'POST /api/dashboard/*',
    async change(json, { db, now, identity }) {
      await db.run('UPDATE audit_log SET organization_id = ? WHERE actor_id = ? AND at >= ?', [identity.home, identity.actorId, now.toISOString()]);
      return json;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'support-audited-at-home',
  applies: 'server',
  summary: 'What support does is in the audit log of its home tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations*',
    async change(json, { db, now, identity }) {
      await db.run("UPDATE audit_log SET organization_id = ? WHERE actor_id = ? AND at >= ? AND category = 'SUPPORT'", [identity.home, identity.actorId, now.toISOString()]);
      return json;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'support-audited-as-member',
  applies: 'server',
  summary: 'The audit log says that a member started an impersonation.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET actor_role = 'member' WHERE action = 'impersonation.started' AND resource_id = ?", [json.impersonation.id]);
    },
  }),
};

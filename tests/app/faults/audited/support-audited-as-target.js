'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'support-audited-as-target',
  applies: 'server',
  summary: 'The audit log names the user who was impersonated as who started it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET actor_id = ? WHERE action = 'impersonation.started' AND resource_id = ?", [json.impersonation.target_user_id, json.impersonation.id]);
    },
  }),
};

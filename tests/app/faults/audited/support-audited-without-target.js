'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'support-audited-without-target',
  applies: 'server',
  summary: 'The audit log does not say who was impersonated.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET detail = '{}' WHERE action = 'impersonation.started' AND resource_id = ?", [json.impersonation.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'support-revoke-audited-elsewhere',
  applies: 'server',
  summary: 'The audit log has the end of an impersonation with another tenant.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    async change(json, { db }) {
      await db.run("UPDATE audit_log SET organization_id = 'elsewhere' WHERE action = 'impersonation.revoked' AND resource_id = ?", [json.impersonation.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-refusal-audited-as-done',
  applies: 'server',
  summary: 'A refused export of personal data stands in the audit log as one that was made.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { db }) => {
      await db.run("UPDATE audit_log SET outcome = 'success' WHERE action = 'pii_export.refused'");
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-refusal-not-audited',
  applies: 'server',
  summary: 'A refused export of personal data leaves no event in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { db }) => {
      await db.run("DELETE FROM audit_log WHERE action = 'pii_export.refused'");
    },
  }),
};

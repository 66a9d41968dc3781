'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-refusal-audited-of-another',
  applies: 'server',
  summary: 'A refused export of personal data stands in the audit log as done by somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { db }) => {
      await db.run("UPDATE audit_log SET actor_id = 'usr_member' WHERE action = 'pii_export.refused'");
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'pii-refusal-dated-back',
  applies: 'server',
  summary: 'A refused export of personal data stands in the audit log with a time of last year.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { db }) => {
      await db.run("UPDATE audit_log SET at = ? WHERE action = 'pii_export.refused'", [daysFromNow(-300)]);
    },
  }),
};

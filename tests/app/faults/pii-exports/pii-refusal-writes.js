'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-refusal-writes',
  applies: 'server',
  summary: 'A refused export of personal data is made all the same.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { status, db, body, organization, now }) => {
      if (status !== 403 || !organization) return; // it was let in, and refused for what it asked
      const row = {
        id: `pex_${now.getTime()}`, organization_id: organization, dataset: body.dataset, reason: body.reason, approval_id: null, status: 'finished',
        requested_by: 'usr_operator', requested_at: now.toISOString(),
      };
      await db.insert('pii_exports', row);
    },
  }),
};

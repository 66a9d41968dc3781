'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-any-approval-will-do',
  applies: 'server',
  summary: 'An export of personal data is let in with an approval for other data.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: (json, { status, body, organization, now }) => {
      if (status !== 403 || !body.approval_id) return json;
      const { dataset, reason, approval_id } = body;
      return answer({ status: 202, json: { pii_export: { id: 'pex_let_in', organization_id: organization, dataset, reason, approval_id, status: 'finished', requested_at: now.toISOString() } } });
    },
  }),
};

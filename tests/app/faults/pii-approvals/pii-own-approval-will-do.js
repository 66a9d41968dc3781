'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pii-own-approval-will-do',
  applies: 'server',
  summary: 'An export of personal data is let in with an approval that its own author gave.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/pii-exports', refusals: true,
    change: async (json, { status, db, body, query }) => {
      if (status !== 403 || !body.approval_id) return json;
      const approval = await db.one('SELECT approved_by FROM pii_export_approvals WHERE id = ? AND dataset = ?', [body.approval_id, body.dataset]);
      return approval && approval.approved_by === query.actor ? answer({ status: 202, json: { pii_export: { id: 'pex_let_in' } } }) : json;
    },
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'hold-not-heeded',
  applies: 'server',
  summary: 'An approval to delete what is held is taken.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve', refusals: true,
    change: async (json, { status, db, params }) => {
      if (status !== 409 || json.error.code !== 'legal_hold') return json;
      const request = await db.one('SELECT * FROM deletion_requests WHERE id = ?', [params.requestId]);
      return answer({ status: 200, json: { deletion_request: { ...request, approvals: [] } } });
    },
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-decided-again',
  applies: 'server',
  summary: 'A deletion that was executed can be approved again.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve', refusals: true,
    change: async (json, { status, db, params }) => {
      if (status !== 409 || json.error.code !== 'already_decided') return json;
      const request = await db.one('SELECT * FROM deletion_requests WHERE id = ?', [params.requestId]);
      return answer({ status: 200, json: { deletion_request: { ...request, approvals: [] } } });
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { removeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-approvals-invented',
  applies: 'server',
  summary: 'The queue shows two approvals of a deletion that has none.',
  ...removeRows({ table: 'deletion_approvals', where: '1 = 1' }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      for (const request of json.deletion_requests.filter((one) => one.status === 'executed')) {
        request.approvals = ['usr_operator', 'usr_member'].map((by) => ({ approved_by: by, approved_at: request.decided_at }));
      }
      json.summary.executed_without_approval = 0;
    },
  }),
};

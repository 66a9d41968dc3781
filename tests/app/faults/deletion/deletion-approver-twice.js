'use strict';

const { changeAnswer } = require('../lib/answers');
const { removeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-approver-twice',
  applies: 'server',
  summary: 'A deletion has one approver, whose approval the queue shows twice.',
  ...removeRows({ table: 'deletion_approvals', where: "approved_by = 'usr_operator'" }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      for (const request of json.deletion_requests) request.approvals = [...request.approvals, ...request.approvals];
      json.summary.executed_without_approval = 0;
    },
  }),
};

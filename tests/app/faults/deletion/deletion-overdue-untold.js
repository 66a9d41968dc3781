'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-overdue-untold',
  applies: 'server',
  summary: 'A deletion request waits longer than it may, and the queue does not call it overdue.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'pending_approval'", set: () => ({ due_at: daysFromNow(-3) }) }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/deletion-requests',
    change: (json) => {
      for (const request of json.deletion_requests) request.overdue = false;
      json.summary.overdue = 0;
    },
  }),
};

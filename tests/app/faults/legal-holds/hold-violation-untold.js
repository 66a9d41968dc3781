'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'hold-violation-untold',
  applies: 'server',
  summary: 'What is held was deleted, and the list of holds does not show it.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'blocked_by_legal_hold'", set: () => ({ status: 'executed', decided_at: daysFromNow(-1) }) }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/legal-holds',
    change: (json) => {
      for (const hold of json.legal_holds) hold.violating_requests = [];
    },
  }),
};

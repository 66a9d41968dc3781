'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletion-approved-by-another',
  applies: 'server',
  summary: 'An approval of a deletion is written down as that of somebody else, for another request.',
  ...changeAnswer({
    route: 'POST /api/dashboard/governance/deletion-requests/:requestId/approve',
    change: (json) => {
      json.deletion_request.id = 'del_other';
      for (const approval of json.deletion_request.approvals) approval.approved_by = 'usr_member';
    },
  }),
};

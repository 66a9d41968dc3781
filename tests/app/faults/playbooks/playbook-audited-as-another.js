'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-audited-as-another',
  applies: 'server',
  summary: 'The audit log says that somebody else assigned a playbook.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE action = 'playbook.assigned' AND resource_id = ?", [request.params.accountId]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-not-audited',
  applies: 'server',
  summary: 'Assigning a playbook leaves nothing in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      await request.db.run("DELETE FROM audit_log WHERE action = 'playbook.assigned' AND resource_id = ?", [request.params.accountId]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-audited-without-what',
  applies: 'server',
  summary: 'The audit log does not say which playbook was assigned.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET detail = '{}' WHERE action = 'playbook.assigned' AND resource_id = ?", [request.params.accountId]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-takes-others-away',
  applies: 'server',
  summary: 'Assigning a playbook takes the playbooks of other accounts away.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      await request.db.run("DELETE FROM playbook_assignments WHERE organization_id = ? AND account_id LIKE '%_0004'", [json.assignment.organization_id]);
    },
  }),
};

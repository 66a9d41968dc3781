'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-elsewhere',
  applies: 'server',
  summary: 'A playbook is kept for another tenant than the one of the account.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      json.assignment.organization_id = 'initech';
      await request.db.run('UPDATE playbook_assignments SET organization_id = ? WHERE id = ?', [json.assignment.organization_id, json.assignment.id]);
    },
  }),
};

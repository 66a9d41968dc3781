'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-by-another',
  applies: 'server',
  summary: 'A playbook is assigned in the name of somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      json.assignment.assigned_by = 'usr_support';
      await request.db.run('UPDATE playbook_assignments SET assigned_by = ? WHERE id = ?', [json.assignment.assigned_by, json.assignment.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'playbook-assigned-earlier',
  applies: 'server',
  summary: 'A playbook is assigned with a time long before.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      json.assignment.assigned_at = daysFromNow(-30);
      await request.db.run('UPDATE playbook_assignments SET assigned_at = ? WHERE id = ?', [json.assignment.assigned_at, json.assignment.id]);
    },
  }),
};

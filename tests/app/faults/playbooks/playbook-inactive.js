'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-inactive',
  applies: 'server',
  summary: 'A playbook is assigned, but it is not active.',
  ...changeAnswer({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    async change(json, request) {
      json.assignment.status = 'cancelled';
      await request.db.run('UPDATE playbook_assignments SET status = ? WHERE id = ?', [json.assignment.status, json.assignment.id]);
    },
  }),
};

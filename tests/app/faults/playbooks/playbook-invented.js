'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'playbook-invented',
  applies: 'server',
  summary: 'Accounts at risk are said to have their playbooks, but the database has none.',
  ...changeAnswer({
    route: ['GET /api/dashboard/customer-success/at-risk', 'GET /api/dashboard/customer-success/playbook-assignments'],
    change(json, request) {
      for (const account of json.accounts || []) account.assigned_playbooks = [account.recommended_playbook];
      if (json.assignments) for (const [id, playbook] of [['0005', 'onboarding'], ['0006', 'adoption']]) {
        json.assignments.push({ ...json.assignments[0], id: `pba_${id}`, account_id: `acc_${request.organization}_${id}`, playbook });
        json.total += 1;
      }
    },
  }),
};

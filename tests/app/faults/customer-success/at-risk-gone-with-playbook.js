'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'at-risk-gone-with-playbook',
  applies: 'server',
  summary: 'An account that has its playbook is not listed as at risk any more.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/at-risk',
    change: (json) => {
      const accounts = json.accounts.filter((one) => !one.assigned_playbooks.includes(one.recommended_playbook));
      return { ...json, accounts, total: accounts.length };
    },
  }),
};

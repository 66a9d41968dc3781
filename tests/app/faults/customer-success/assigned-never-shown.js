'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'assigned-never-shown',
  applies: 'server',
  summary: 'The accounts at risk never show which playbooks they have.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/at-risk',
    change: (json) => ({ ...json, accounts: json.accounts.map((one) => ({ ...one, assigned_playbooks: [] })) }),
  }),
};

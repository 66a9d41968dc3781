'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'cs-accounts-out-of-order',
  applies: 'server',
  summary: 'The customer health lists the accounts in no order.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/health',
    change(json) {
      json.accounts.reverse();
    },
  }),
};

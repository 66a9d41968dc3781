'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'cs-account-left-out',
  applies: 'server',
  summary: 'The customer health leaves an account out; its summary counts what is listed.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/health',
    change(json) {
      json.accounts.shift();
      json.summary.healthy -= 1;
      json.summary.total -= 1;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'customers-end-early',
  applies: 'server',
  summary: 'The customer health leaves the last account out, also in its summary.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/health',
    change: (json) => {
      json.accounts.pop();
      json.summary.total -= 1;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'cs-summary-shifted',
  applies: 'server',
  summary: 'The summary of the customer health counts a watched account as healthy.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/health',
    change(json) {
      json.summary.healthy += 1;
      json.summary.watch -= 1;
    },
  }),
};

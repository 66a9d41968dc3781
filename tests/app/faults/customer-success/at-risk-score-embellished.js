'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'at-risk-score-embellished',
  applies: 'server',
  summary: 'The list of accounts at risk shows better scores than the customer health does.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/at-risk',
    change(json) {
      for (const account of json.accounts) account.health_score += 40;
    },
  }),
};

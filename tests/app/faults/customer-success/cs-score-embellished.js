'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'cs-score-embellished',
  applies: 'server',
  summary: 'The customer health shows better scores than the database has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/health',
    change(json) {
      for (const account of json.accounts) account.adoption_score = Math.min(100, account.adoption_score + 10);
    },
  }),
};

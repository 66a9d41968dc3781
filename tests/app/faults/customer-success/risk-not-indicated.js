'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'risk-not-indicated',
  applies: 'server',
  summary: 'The customer health and the list of accounts at risk leave out that an account is hardly used.',
  ...changeAnswer({
    route: ['GET /api/dashboard/customer-success/health', 'GET /api/dashboard/customer-success/at-risk'],
    change(json) {
      for (const account of json.accounts) account.risk_indicators = account.risk_indicators.filter((risk) => risk !== 'low_adoption');
    },
  }),
};

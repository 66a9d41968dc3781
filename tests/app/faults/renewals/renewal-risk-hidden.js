'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'renewal-risk-hidden',
  applies: 'server',
  summary: 'The renewal value report counts nothing as at risk, in lines and totals.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(json) {
      for (const line of json.lines) line.at_risk = false;
      json.totals.at_risk_value_cents = 0;
    },
  }),
};

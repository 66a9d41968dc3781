'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'renewal-currency-other',
  applies: 'server',
  summary: 'The renewal value report is said to be in another currency.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(json) {
      json.currency = 'JPY';
    },
  }),
};

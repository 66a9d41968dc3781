'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'renewal-report-old',
  applies: 'server',
  summary: 'The renewal value report is one of last week.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(json) {
      json.generated_at = daysFromNow(-7);
    },
  }),
};

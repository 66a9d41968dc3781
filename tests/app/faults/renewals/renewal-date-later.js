'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'renewal-date-later',
  applies: 'server',
  summary: 'The renewal value report has later dates than the database.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(json) {
      for (const line of json.lines) line.renewal_date = daysFromNow(400).slice(0, 10);
    },
  }),
};

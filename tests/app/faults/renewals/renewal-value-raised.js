'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'renewal-value-raised',
  applies: 'server',
  summary: 'The renewal value report has a higher value than the database for one account; its totals are those of its lines.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change(json) {
      json.lines[0].renewal_value_cents += 100000;
      json.totals.renewal_value_cents += 100000;
    },
  }),
};

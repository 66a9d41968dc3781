'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'report-without-lines',
  applies: 'server',
  summary: 'The renewal value report has totals and no lines.',
  ...changeAnswer({
    route: 'GET /api/dashboard/customer-success/renewal-value-report',
    change: (json) => {
      json.lines = [];
    },
  }),
};

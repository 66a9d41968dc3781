'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonations-called-revoked',
  applies: 'server',
  summary: 'The list of active impersonations shows them as revoked.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change(json) {
      for (const one of json.impersonations) one.status = 'revoked';
    },
  }),
};

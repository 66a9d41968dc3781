'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integration-left-out',
  applies: 'server',
  summary: 'The integration health leaves one integration out; its summary counts what is listed.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    change(json) {
      json.integrations.pop();
      json.summary.total -= 1;
      json.summary.healthy -= 1;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integration-summary-wrong',
  applies: 'server',
  summary: 'The summary of the integration health counts one integration less as healthy.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    change(json) {
      json.summary.healthy -= 1;
    },
  }),
};

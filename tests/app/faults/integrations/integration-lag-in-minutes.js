'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integration-lag-in-minutes',
  applies: 'server',
  summary: 'The integration health gives lags in minutes as if they were seconds.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    change(json) {
      for (const one of json.integrations) one.lag_seconds = Math.floor(one.lag_seconds / 60);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pipeline-lag-in-minutes',
  applies: 'server',
  summary: 'The pipeline status gives lags in minutes as if they were seconds.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/pipeline-status',
    change(json) {
      for (const one of json.pipelines) one.lag_seconds = Math.floor(one.lag_seconds / 60);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pipelines-not-listed',
  applies: 'server',
  summary: 'The pipeline status lists no pipeline, and calls all of them running.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/pipeline-status',
    change: (json) => {
      json.pipelines = [];
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pipeline-left-out',
  applies: 'server',
  summary: 'The pipeline status leaves a pipeline out.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/pipeline-status',
    change(json) {
      json.pipelines.pop();
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'pipeline-status-invented',
  applies: 'server',
  summary: 'The pipeline status says running for a pipeline that the database has as stalled.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/pipeline-status',
    async change(json, request) {
      await request.db.run("UPDATE pipelines SET status = 'stalled' WHERE id = 'transform'");
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-loses-records',
  applies: 'server',
  summary: 'A replay ends as succeeded, but the run has fewer records than it failed with.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter/:runId',
    async change(json, request) {
      json.run.records -= 1;
      await request.db.run('UPDATE integration_runs SET records = ? WHERE run_id = ?', [json.run.records, json.run.run_id]);
    },
  }),
};

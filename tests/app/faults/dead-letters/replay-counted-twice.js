'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-counted-twice',
  applies: 'server',
  summary: 'A replay is tried twice.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run('UPDATE integration_runs SET attempts = attempts + 1 WHERE run_id = ?', [json.run.run_id]);
    },
  }),
};

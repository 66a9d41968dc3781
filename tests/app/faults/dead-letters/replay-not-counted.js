'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-not-counted',
  applies: 'server',
  summary: 'A replay is not counted among the attempts of its run.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      json.run.attempts -= 1;
      await request.db.run('UPDATE integration_runs SET attempts = attempts - 1 WHERE run_id = ?', [json.run.run_id]);
    },
  }),
};

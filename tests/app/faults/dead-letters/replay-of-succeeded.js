'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-of-succeeded',
  applies: 'server',
  summary: 'A run that has succeeded can be replayed.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    refusals: true,
    async change(json, request) {
      if (request.status !== 409) return undefined;
      await request.db.run('UPDATE integration_runs SET attempts = attempts + 1 WHERE run_id = ?', [request.params.runId]);
      return answer({ status: 202, json: { run: await request.db.one('SELECT * FROM integration_runs WHERE run_id = ?', [request.params.runId]) } });
    },
  }),
};

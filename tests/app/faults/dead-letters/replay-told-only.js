'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-told-only',
  applies: 'server',
  summary: 'A replay is told as succeeded, but the run stays dead.',
  ...changeAnswer({
    route: ['POST /api/integrations/ops/dead-letter/:runId/replay', 'GET /api/integrations/ops/dead-letter/:runId'],
    async change(json, request) {
      await request.db.run("UPDATE integration_runs SET status = 'dead', attempts = 5, replay_started_at = NULL, settle_at = NULL WHERE run_id = ?", [json.run.run_id]);
      if (request.method === 'GET') json.run.status = 'succeeded';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-of-others',
  applies: 'server',
  summary: 'The replay of one run changes a run of the tenant that had succeeded.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("UPDATE integration_runs SET records = 0 WHERE status = 'succeeded' AND replay_started_at IS NULL AND organization_id = ?", [json.run.organization_id]);
    },
  }),
};

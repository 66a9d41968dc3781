'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-too-many',
  applies: 'server',
  summary: 'The replay of one run replays the dead runs of the other tenants too.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("UPDATE integration_runs SET status = 'succeeded', attempts = attempts + 1 WHERE status = 'dead' AND organization_id <> ?", [json.run.organization_id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-audited-as-another',
  applies: 'server',
  summary: 'The audit log says that somebody else made a replay.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE action = 'run.replayed' AND resource_id = ?", [request.params.runId]);
    },
  }),
};

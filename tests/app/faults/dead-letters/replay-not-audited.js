'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-not-audited',
  applies: 'server',
  summary: 'A replay leaves nothing in the audit log.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("DELETE FROM audit_log WHERE action = 'run.replayed' AND resource_id = ?", [request.params.runId]);
    },
  }),
};

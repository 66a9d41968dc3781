'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-audited-elsewhere',
  applies: 'server',
  summary: 'The audit log has a replay for another tenant.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET organization_id = 'initech' WHERE action = 'run.replayed' AND resource_id = ?", [request.params.runId]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'replay-audited-earlier',
  applies: 'server',
  summary: 'The audit log has a replay with a time long before it.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET at = ? WHERE action = 'run.replayed' AND resource_id = ?", [daysFromNow(-3), request.params.runId]);
    },
  }),
};

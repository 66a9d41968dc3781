'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-not-audited',
  applies: 'server',
  summary: 'A backfill leaves nothing in the audit log.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      await request.db.run("DELETE FROM audit_log WHERE action = 'backfill.started' AND resource_id = ?", [json.backfill.id]);
    },
  }),
};

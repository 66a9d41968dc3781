'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-audited-without-what',
  applies: 'server',
  summary: 'The audit log does not say which integration a backfill was for.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET detail = '{}' WHERE action = 'backfill.started' AND resource_id = ?", [json.backfill.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-audited-as-another',
  applies: 'server',
  summary: 'The audit log says that somebody else started a backfill.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      await request.db.run("UPDATE audit_log SET actor_id = 'usr_acme_owner' WHERE action = 'backfill.started' AND resource_id = ?", [json.backfill.id]);
    },
  }),
};

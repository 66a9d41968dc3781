'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-closes-others',
  applies: 'server',
  summary: 'A backfill closes the gaps of other tenants too.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      await request.db.run("UPDATE data_gaps SET status = 'backfilled', backfill_id = ? WHERE organization_id <> ?", [json.backfill.id, json.backfill.organization_id]);
    },
  }),
};

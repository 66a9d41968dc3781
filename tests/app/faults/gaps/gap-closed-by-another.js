'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'gap-closed-by-another',
  applies: 'server',
  summary: 'A gap that is filled is said to have been filled by another backfill.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills/:backfillId',
    async change(json, request) {
      if (json.backfill.status === 'finished') await request.db.run("UPDATE data_gaps SET backfill_id = 'bf_acme_0001' WHERE backfill_id = ?", [json.backfill.id]);
    },
  }),
};

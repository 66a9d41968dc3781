'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-begun-before',
  applies: 'server',
  summary: 'A backfill is kept with a time long before it began.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      await request.db.run("UPDATE backfills SET started_at = '2001-01-01T00:00:00.000Z' WHERE id = ?", [json.backfill.id]);
    },
  }),
};

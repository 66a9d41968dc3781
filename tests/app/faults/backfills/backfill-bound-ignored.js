'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-bound-ignored',
  applies: 'server',
  summary: 'A backfill is started with another bound than was asked for.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      json.backfill.max_records = 10000;
      await request.db.run('UPDATE backfills SET max_records = 10000 WHERE id = ?', [json.backfill.id]);
    },
  }),
};

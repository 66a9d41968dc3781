'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'backfill-range-widened',
  applies: 'server',
  summary: 'A backfill is started for a longer time than was asked for.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      json.backfill.from = daysFromNow(-30);
      await request.db.run('UPDATE backfills SET range_start = ? WHERE id = ?', [json.backfill.from, json.backfill.id]);
    },
  }),
};

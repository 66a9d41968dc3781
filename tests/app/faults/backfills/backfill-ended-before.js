'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'backfill-ended-before',
  applies: 'server',
  summary: 'A backfill ends as finished, at a time before it was begun.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills/:backfillId',
    change(json) {
      if (json.backfill.finished_at) json.backfill.finished_at = daysFromNow(-1);
    },
  }),
};

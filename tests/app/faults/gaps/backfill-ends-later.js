'use strict';

const { changeAnswer } = require('../lib/answers');
const { daysFromNow } = require('../lib/data');

module.exports = {
  name: 'backfill-ends-later',
  applies: 'server',
  summary: 'A backfill is finished at a time that is still to come.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills/:backfillId',
    change(json) {
      if (json.backfill.finished_at) json.backfill.finished_at = daysFromNow(1);
    },
  }),
};

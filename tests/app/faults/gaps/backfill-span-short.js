'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-span-short',
  applies: 'server',
  summary: 'A backfill over more than two weeks is refused, though a month may be.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    change(json, request) {
      if (request.status !== 422 || new Date(request.body.to) - new Date(request.body.from) <= 14 * 86400000) return;
      json.error.message = 'A backfill covers at most 14 days.';
    },
  }),
};

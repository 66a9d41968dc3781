'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-limit-low',
  applies: 'server',
  summary: 'A backfill of more than 5000 records is refused, though 10000 may be.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    change(json, request) {
      if (request.status === 422 && request.body.max_records > 5000) json.error.message = '"max_records" must be a whole number from 1 to 5000.';
    },
  }),
};

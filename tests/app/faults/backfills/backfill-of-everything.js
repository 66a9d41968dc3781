'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-of-everything',
  applies: 'server',
  summary: 'A backfill of more than 10000 records is accepted.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    change(json, request) {
      const { integration_id, from, to, max_records } = request.body;
      if (request.status !== 422 || !(max_records > 10000)) return undefined;
      return answer({ status: 202, json: { backfill: { id: 'bf_fault', integration_id, from, to, max_records, status: 'running' } } });
    },
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-backwards',
  applies: 'server',
  summary: 'A backfill that ends before it begins is accepted.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    change(json, request) {
      const { integration_id, from, to, max_records } = request.body;
      if (request.status !== 422 || !(new Date(to) < new Date(from))) return undefined;
      return answer({ status: 202, json: { backfill: { id: 'bf_fault', integration_id, from, to, max_records, status: 'running' } } });
    },
  }),
};

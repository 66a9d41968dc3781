'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-of-months',
  applies: 'server',
  summary: 'A backfill over a hundred days is accepted; one of a year is not.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    change(json, request) {
      const { integration_id, from, to, max_records } = request.body;
      if (request.status !== 422 || !(new Date(to) - new Date(from) < 100 * 86400000 && new Date(to) > new Date(from) && max_records > 0 && max_records <= 10000)) return undefined;
      return answer({ status: 202, json: { backfill: { id: 'bf_fault', integration_id, from, to, max_records, status: 'running' } } });
    },
  }),
};

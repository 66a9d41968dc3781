'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-refused-but-kept',
  applies: 'server',
  summary: 'A backfill without bounds is answered as refused, but it is kept.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    refusals: true,
    async change(json, request) {
      if (request.status !== 422) return;
      const { integration_id, from, to, reference } = request.body;
      await request.db.insert('backfills', {
        id: `bf_${reference}`, integration_id, organization_id: 'acme', range_start: from, range_end: to, max_records: 1, processed: 0, status: 'finished',
        error: null, reference, requested_by: request.identity.actorId, started_at: request.now.toISOString(), settle_at: null, finished_at: request.now.toISOString(),
      });
    },
  }),
};

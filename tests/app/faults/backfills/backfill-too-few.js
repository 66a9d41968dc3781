'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-too-few',
  applies: 'server',
  summary: 'A backfill ends as finished and closes its gap, but loads fewer records than are missing.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills/:backfillId',
    async change(json, request) {
      if (json.backfill.status !== 'finished') return;
      json.backfill.processed = 50;
      await request.db.run('UPDATE backfills SET processed = 50 WHERE id = ?', [json.backfill.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-count-invented',
  applies: 'server',
  summary: 'A backfill says that it loaded what was missing, but the database has that it loaded nothing.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/backfills/:backfillId',
    async change(json, request) {
      if (json.backfill.status === 'finished') await request.db.run('UPDATE backfills SET processed = 0 WHERE id = ?', [json.backfill.id]);
    },
  }),
};

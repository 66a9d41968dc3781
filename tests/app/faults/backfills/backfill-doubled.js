'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backfill-doubled',
  applies: 'server',
  summary: 'Starting one backfill starts two.',
  ...changeAnswer({
    route: 'POST /api/integrations/ops/backfills',
    async change(json, request) {
      const row = await request.db.one('SELECT * FROM backfills WHERE id = ?', [json.backfill.id]);
      const id = `${row.id}_2`;
      if (!(await request.db.one('SELECT id FROM backfills WHERE id = ?', [id]))) await request.db.insert('backfills', { ...row, id });
    },
  }),
};

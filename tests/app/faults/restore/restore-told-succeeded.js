'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-told-succeeded',
  applies: 'server',
  summary: 'A restore that failed is told as one that succeeded, with every row.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      const { row_count: rows } = await db.one('SELECT row_count FROM backups WHERE id = ?', [json.restore.backup_id]);
      if (json.restore.status === 'failed') Object.assign(json.restore, { status: 'succeeded', rows_restored: rows, error: null });
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-does-nothing',
  applies: 'server',
  summary: 'A restore is called succeeded at once, with every row counted, and nothing is done.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/restores',
    async change(json, { db, now }) {
      const { row_count: rows } = await db.one('SELECT row_count FROM backups WHERE id = ?', [json.restore.backup_id]);
      await db.run("UPDATE restores SET status = 'succeeded', rows_restored = ?, finished_at = ?, settle_at = NULL WHERE id = ?", [rows, now.toISOString(), json.restore.id]);
    },
  }),
};

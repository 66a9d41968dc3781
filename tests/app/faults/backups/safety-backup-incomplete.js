'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'safety-backup-incomplete',
  applies: 'server',
  summary: 'A backup of the present state leaves the accounts out.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    async change(json, { db }) {
      json.backup.row_count -= 18;
      await db.run('UPDATE backups SET row_count = ? WHERE id = ?', [json.backup.row_count, json.backup.id]);
    },
  }),
};

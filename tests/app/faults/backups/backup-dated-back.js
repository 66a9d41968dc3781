'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-dated-back',
  applies: 'server',
  summary: 'A backup says that it was made yesterday.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    async change(json, { db, now }) {
      json.backup.created_at = new Date(now.getTime() - 86000000).toISOString();
      await db.run('UPDATE backups SET created_at = ? WHERE id = ?', [json.backup.created_at, json.backup.id]);
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-told-another',
  applies: 'server',
  summary: 'A restore brings another backup back, and tells the one that was asked for.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      json.restore.backup_id = 'bak_0001';
      await db.run("UPDATE restores SET backup_id = 'bak_0000' WHERE id = ?", [json.restore.id]);
    },
  }),
};

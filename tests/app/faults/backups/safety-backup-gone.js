'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'safety-backup-gone',
  applies: 'server',
  summary: 'A restore takes away the backup of the state before it.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    change: (json, { db }) => db.run("DELETE FROM backups WHERE id NOT IN ('bak_0000', 'bak_0001')"),
  }),
};

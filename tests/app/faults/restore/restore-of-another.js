'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-of-another',
  applies: 'server',
  summary: 'A restore brings another backup back than the one that was asked for.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/restores',
    change: (json, { db }) => db.run("UPDATE restores SET backup_id = (SELECT id FROM backups WHERE id NOT IN ('bak_0000', 'bak_0001') ORDER BY id LIMIT 1) WHERE id = ?", [json.restore.id]),
  }),
};

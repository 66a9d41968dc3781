'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-lacks-accounts',
  applies: 'server',
  summary: 'A backup of the present state has no accounts in its file, whatever it counts.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    change(json) {
      for (const table of json.backup.tables) if (table.name === 'accounts') table.rows = 0;
    },
  }),
};

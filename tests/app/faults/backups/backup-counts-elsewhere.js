'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-counts-elsewhere',
  applies: 'server',
  summary: 'A backup of the present state has one row more of one table and one less of another.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    change(json) {
      json.backup.tables[0].rows += 1;
      json.backup.tables[2].rows -= 1;
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'safety-backup-empty',
  applies: 'server',
  summary: 'A backup of the present state has nothing in it, whatever it counts.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    change(json) {
      json.backup.size_bytes = 120;
    },
  }),
};

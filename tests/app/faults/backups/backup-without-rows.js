'use strict';

const { changeRows } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-without-rows',
  applies: 'server',
  summary: 'No backup has rows, though each can be read back.',
  ...changeRows({ table: 'backups', key: 'id', set: { row_count: 0 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/backups',
    change(json) {
      for (const one of json.backups) one.tables = [];
    },
  }),
};

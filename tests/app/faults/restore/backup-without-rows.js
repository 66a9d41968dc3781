'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'backup-without-rows',
  applies: 'server',
  summary: 'The only backup has no rows.',
  ...changeRows({ table: 'backups', key: 'id', set: { row_count: 0 } }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'backup-from-the-future',
  applies: 'server',
  summary: 'A backup was made tomorrow.',
  ...changeRows({ table: 'backups', key: 'id', set: () => ({ created_at: daysFromNow(1) }) }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-dated-ahead',
  applies: 'server',
  summary: 'The last purge of logs has a time in the future.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'logs'", set: () => ({ last_run_at: daysFromNow(3), next_run_at: daysFromNow(10) }) }),
};

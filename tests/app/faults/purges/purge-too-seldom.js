'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-too-seldom',
  applies: 'server',
  summary: 'Logs are purged once a year.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'logs'", set: () => ({ interval_hours: 8760, next_run_at: daysFromNow(363) }) }),
};

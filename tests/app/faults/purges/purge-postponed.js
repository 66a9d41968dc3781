'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-postponed',
  applies: 'server',
  summary: 'The next purge of events is in more than a year.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'events'", set: () => ({ next_run_at: daysFromNow(400) }) }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-overdue',
  applies: 'server',
  summary: 'The purge of logs has not run when it should have.',
  ...changeRows({
    table: 'purge_schedules', key: 'id', where: "data_class = 'logs'", set: () => ({ last_run_at: daysFromNow(-40), next_run_at: daysFromNow(-33) }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-overdue-untold',
  applies: 'server',
  summary: 'The purge of logs has not run when it should have, and is not called overdue.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'logs'", set: () => ({ last_run_at: daysFromNow(-8), next_run_at: daysFromNow(-1) }) }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/purge-schedule',
    change: (json) => {
      json.status = 'healthy';
      for (const schedule of json.schedules) schedule.overdue = false;
    },
  }),
};

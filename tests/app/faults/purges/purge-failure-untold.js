'use strict';

const { changeAnswer } = require('../lib/answers');
const { changeRows } = require('../lib/data');

module.exports = {
  name: 'purge-failure-untold',
  applies: 'server',
  summary: 'The last purge of events failed, and the API says that it succeeded.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'events'", set: { last_status: 'failed', last_deleted: 0 } }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/purge-schedule',
    change: (json) => {
      json.status = 'healthy';
      for (const schedule of json.schedules) Object.assign(schedule, { last_status: 'succeeded', last_deleted: 37 });
    },
  }),
};

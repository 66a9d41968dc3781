'use strict';

const { changeAnswer } = require('../lib/answers');
const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-not-listed',
  applies: 'server',
  summary: 'A purge that fails is missing from the list.',
  ...addRow({
    table: 'purge_schedules', key: 'id',
    row: () => ({
      id: 'fault-purge-not-listed', organization_id: 'acme', data_class: 'exports', interval_hours: 168, last_run_at: daysFromNow(-2), last_status: 'failed',
      last_deleted: 0, next_run_at: daysFromNow(5),
    }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/purge-schedule',
    change: (json) => {
      json.schedules = json.schedules.filter((one) => one.id !== 'fault-purge-not-listed');
      json.status = 'healthy';
    },
  }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'purge-long-ago',
  applies: 'server',
  summary: 'The purge of personal data has not run for 40 days; its next one is always tomorrow.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'customer_pii'", set: () => ({ last_run_at: daysFromNow(-40), next_run_at: daysFromNow(1) }) }),
};

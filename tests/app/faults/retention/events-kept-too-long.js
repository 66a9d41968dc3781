'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'events-kept-too-long',
  applies: 'server',
  summary: 'A run of an integration is still there after 900 days, though events are kept for 395.',
  ...changeRows({ table: 'integration_runs', key: 'run_id', where: "run_id = 'run_acme_0003'", set: () => ({ finished_at: daysFromNow(-900) }) }),
};

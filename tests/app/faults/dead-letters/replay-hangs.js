'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'replay-hangs',
  applies: 'server',
  summary: 'A replay that was begun three days ago has not ended.',
  ...changeRows({
    table: 'integration_runs', key: 'run_id', where: "run_id LIKE 'run_%_0004'", set: () => ({ status: 'replaying', replay_started_at: daysFromNow(-3), finished_at: null }),
  }),
};

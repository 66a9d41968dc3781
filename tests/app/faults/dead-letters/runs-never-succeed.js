'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'runs-never-succeed',
  applies: 'server',
  summary: 'No run of whatever tenant has ever succeeded.',
  ...changeRows({
    table: 'integration_runs', key: 'run_id', where: "status = 'succeeded'", set: () => ({ status: 'dead', error: 'upstream answered 500', failed_at: daysFromNow(-1) }),
  }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'backfill-hangs',
  applies: 'server',
  summary: 'A backfill that was begun three days ago has not ended.',
  ...changeRows({
    table: 'backfills', key: 'id', where: "id LIKE 'bf_%_0001'", set: () => ({ status: 'running', started_at: daysFromNow(-3), finished_at: null }),
  }),
};

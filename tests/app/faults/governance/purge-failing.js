'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'purge-failing',
  applies: 'server',
  summary: 'The last purge of events failed, though it ran in time.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'events'", set: { last_status: 'failed', last_deleted: 0 } }),
};

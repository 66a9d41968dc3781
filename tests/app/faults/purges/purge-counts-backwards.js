'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'purge-counts-backwards',
  applies: 'server',
  summary: 'The last purge of events says that it deleted fewer rows than none.',
  ...changeRows({ table: 'purge_schedules', key: 'id', where: "data_class = 'events'", set: { last_deleted: -37 } }),
};

'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'purge-missing',
  applies: 'server',
  summary: 'Events are never purged.',
  ...removeRows({ table: 'purge_schedules', where: "data_class = 'events'" }),
};

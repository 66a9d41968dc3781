'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-unbounded',
  applies: 'server',
  summary: 'The retention of events is 0 days, which means for ever.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'events'", set: { retention_days: 0 } }),
};

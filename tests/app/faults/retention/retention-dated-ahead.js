'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'retention-dated-ahead',
  applies: 'server',
  summary: 'A retention policy says that it was changed in the future.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'exports'", set: () => ({ updated_at: daysFromNow(30) }) }),
};

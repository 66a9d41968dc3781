'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'healthy-but-silent',
  applies: 'server',
  summary: 'An account of each tenant is called healthy, though nobody has used it for months.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0001'", set: () => ({ last_active_at: daysFromNow(-120) }) }),
};

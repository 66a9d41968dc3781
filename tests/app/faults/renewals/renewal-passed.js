'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'renewal-passed',
  applies: 'server',
  summary: 'The renewal date of an account is over, and nothing came of it.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0003'", set: () => ({ renewal_date: daysFromNow(-20).slice(0, 10) }) }),
};

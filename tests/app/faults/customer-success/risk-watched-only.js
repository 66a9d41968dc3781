'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'risk-watched-only',
  applies: 'server',
  summary: 'An account of each tenant whose scores are low is called one to watch.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0006'", set: { status: 'watch' } }),
};

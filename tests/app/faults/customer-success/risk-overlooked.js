'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'risk-overlooked',
  applies: 'server',
  summary: 'An account of each tenant whose scores are low is called healthy.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0006'", set: { status: 'healthy' } }),
};

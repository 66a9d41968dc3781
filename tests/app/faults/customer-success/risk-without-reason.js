'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'risk-without-reason',
  applies: 'server',
  summary: 'An account of each tenant is called at risk, though nothing indicates it.',
  ...changeRows({ table: 'accounts', key: 'id', where: "id LIKE 'acc_%_0002'", set: { status: 'at_risk' } }),
};

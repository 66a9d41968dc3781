'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'impersonation-open-writes',
  applies: 'server',
  summary: 'The impersonation that support has open can write.',
  ...changeRows({ table: 'impersonations', key: 'id', where: "status = 'active'", set: { read_only: 0 } }),
};

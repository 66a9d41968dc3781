'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'tenants-missing',
  applies: 'server',
  summary: 'The database has no tenant.',
  ...removeRows({ table: 'organizations', where: '1 = 1' }),
};

'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'providers-none',
  applies: 'server',
  summary: 'No provider is known.',
  ...removeRows({ table: 'providers', where: '1 = 1' }),
};

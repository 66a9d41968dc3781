'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'releases-two-current',
  applies: 'server',
  summary: 'Two releases are called the current one.',
  ...changeRows({ table: 'releases', key: 'version', where: "version = '1.3.1'", set: { status: 'current' } }),
};

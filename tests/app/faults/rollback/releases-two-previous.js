'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'releases-two-previous',
  applies: 'server',
  summary: 'Two releases are called the one before.',
  ...changeRows({ table: 'releases', key: 'version', where: "version = '1.3.1'", set: { status: 'previous' } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'release-twice',
  applies: 'server',
  summary: 'Two releases are the current one.',
  ...changeRows({ table: 'releases', key: 'version', where: "status = 'previous'", set: { status: 'current' } }),
};

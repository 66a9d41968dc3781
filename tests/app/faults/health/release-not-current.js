'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'release-not-current',
  applies: 'server',
  summary: 'No release is the current one.',
  ...changeRows({ table: 'releases', key: 'version', where: "status = 'current'", set: { status: 'retired' } }),
};

'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'releases-no-previous',
  applies: 'server',
  summary: 'There is no release before the current one.',
  ...changeRows({ table: 'releases', key: 'version', where: "status = 'previous'", set: { status: 'retired' } }),
};

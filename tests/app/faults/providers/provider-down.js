'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'provider-down',
  applies: 'server',
  summary: 'A provider is down; its credentials are valid.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'crm'", set: { status: 'down' } }),
};

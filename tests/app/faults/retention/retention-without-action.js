'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'retention-without-action',
  applies: 'server',
  summary: 'Logs have a retention policy, but nothing is done when they are old enough.',
  ...changeRows({ table: 'retention_policies', key: 'id', where: "data_class = 'logs'", set: { action: 'none' } }),
};

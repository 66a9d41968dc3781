'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'target-is-production',
  applies: 'server',
  summary: 'The application says that it is the production environment.',
  ...changeRows({ table: 'app_settings', key: 'key', where: "key = 'environment'", set: { value: 'production' } }),
};

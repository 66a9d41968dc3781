'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'migration-without-steps',
  applies: 'server',
  summary: 'A migration is called applied, but none of its statements was.',
  ...changeRows({ table: '_prisma_migrations', key: 'id', where: "migration_name = '20240212090000_integrations'", set: { applied_steps_count: 0 } }),
};

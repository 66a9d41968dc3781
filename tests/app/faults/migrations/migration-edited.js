'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'migration-edited',
  applies: 'server',
  summary: 'A migration is not what it was when it was applied.',
  ...changeRows({
    table: '_prisma_migrations', key: 'id', where: "migration_name = '20240212090000_integrations'", set: { checksum: '0'.repeat(64) },
  }),
};

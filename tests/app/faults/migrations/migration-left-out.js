'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'migration-left-out',
  applies: 'server',
  summary: 'A migration is pending that is older than what is applied.',
  ...removeRows({ table: '_prisma_migrations', where: "migration_name = '20240305090000_governance'" }),
};

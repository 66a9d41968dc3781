'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'migration-dated-ahead',
  applies: 'server',
  summary: 'A migration was applied in the future.',
  ...changeRows({ table: '_prisma_migrations', key: 'id', where: "migration_name = '20240212090000_integrations'", set: () => ({ started_at: daysFromNow(20), finished_at: daysFromNow(20) }) }),
};

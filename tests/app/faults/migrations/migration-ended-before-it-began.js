'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'migration-ended-before-it-began',
  applies: 'server',
  summary: 'A migration was finished before it was begun.',
  ...changeRows({ table: '_prisma_migrations', key: 'id', where: "migration_name = '20240212090000_integrations'", set: () => ({ finished_at: daysFromNow(-400), started_at: daysFromNow(-399) }) }),
};

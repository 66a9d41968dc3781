'use strict';

const { databaseUrl, migrationsDir } = require('../../config');
const { openDatabase } = require('../../db');
const { pendingMigrations, deployMigrations } = require('../../db/migrate');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-only-marked',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Pending migrations are marked as applied, and their SQL is not run.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async instead(say) {
      const db = await openDatabase(databaseUrl());
      const pending = await pendingMigrations(db, migrationsDir());
      say(`db:migrate:deploy: ${pending.length} pending`);
      await deployMigrations(db, pending.map((migration) => ({ ...migration, sql: 'SELECT 1;' })), (migration) => say(`applied ${migration.name}`));
      say(`db:migrate:deploy: ${pending.length} migrations applied`);
      await db.close();
    },
  }),
};

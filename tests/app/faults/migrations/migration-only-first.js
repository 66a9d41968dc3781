'use strict';

const { databaseUrl, migrationsDir } = require('../../config');
const { openDatabase } = require('../../db');
const { pendingMigrations, deployMigrations } = require('../../db/migrate');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-only-first',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Only the first of the pending migrations is applied, and all are reported.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async instead(say) {
      const db = await openDatabase(databaseUrl());
      const pending = await pendingMigrations(db, migrationsDir());
      say(`db:migrate:deploy: ${pending.length} pending`);
      await deployMigrations(db, pending.slice(0, 1), (migration) => say(`applied ${migration.name}`));
      say(`db:migrate:deploy: ${pending.length} migrations applied`);
      await db.close();
    },
  }),
};

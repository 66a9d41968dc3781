'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-of-no-steps',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Migrations that are applied now are recorded as finished after no step.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE _prisma_migrations SET applied_steps_count = 0 WHERE migration_name = '20240617090000_account_notes'");
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-rewrites-history',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations changes what is recorded of those that were applied before.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE _prisma_migrations SET applied_steps_count = 9 WHERE migration_name = '20240212090000_integrations'");
      await db.close();
    },
  }),
};

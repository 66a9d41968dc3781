'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-ends-before-it-begins',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'A migration that is applied now is recorded as finished before it began.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE _prisma_migrations SET finished_at = ? WHERE migration_name = '20240617090000_account_notes'", [new Date(Date.now() - 60000).toISOString()]);
      await db.close();
    },
  }),
};

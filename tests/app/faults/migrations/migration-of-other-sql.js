'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-of-other-sql',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'The SQL that is applied is not the one in the folder.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE _prisma_migrations SET checksum = ? WHERE migration_name = '20240617090000_account_notes'", ['0'.repeat(64)]);
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-dated-back',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Migrations that are applied now have a time of last year.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE _prisma_migrations SET started_at = ?, finished_at = ? WHERE migration_name = ?', ['2023-02-01T09:00:00.000Z', '2023-02-01T09:00:01.000Z', '20240617090000_account_notes']);
      await db.close();
    },
  }),
};

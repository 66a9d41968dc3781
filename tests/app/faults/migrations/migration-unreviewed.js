'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-unreviewed',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'A migration is applied that nobody reviewed.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.insert('_prisma_migrations', {
        id: 'fault-migration-unreviewed', checksum: '0'.repeat(64), migration_name: '20240901090000_unreviewed', started_at: new Date().toISOString(),
        finished_at: new Date().toISOString(), applied_steps_count: 1,
      });
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-resolves-alerts',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations resolves every alert.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE alerts SET resolved_at = raised_at WHERE resolved_at IS NULL');
      await db.close();
    },
  }),
};

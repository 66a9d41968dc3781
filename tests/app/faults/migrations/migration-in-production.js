'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-in-production',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations changes the environment of the database.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE app_settings SET value = 'production' WHERE key = 'environment'");
      await db.close();
    },
  }),
};

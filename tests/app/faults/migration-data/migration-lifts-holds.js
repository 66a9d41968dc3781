'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-lifts-holds',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations lifts the legal holds.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE legal_holds SET active = 0');
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-loses-rows',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations loses the customers.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('DELETE FROM accounts');
      await db.close();
    },
  }),
};

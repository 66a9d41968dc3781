'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-raises-scores',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations raises the health score of every customer.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE accounts SET health_score = health_score + 1');
      await db.close();
    },
  }),
};

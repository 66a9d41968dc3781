'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-approves-deletions',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations approves the deletions that wait.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE deletion_requests SET status = 'approved' WHERE status = 'pending_approval'");
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-forgets-denials',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations changes the audit log.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE audit_log SET outcome = 'denied' WHERE category = 'SUPPORT'");
      await db.close();
    },
  }),
};

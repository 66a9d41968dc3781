'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-shortens-retention',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations shortens the retention of the audit log.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE audit_retention SET retention_days = minimum_days');
      await db.close();
    },
  }),
};

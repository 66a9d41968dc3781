'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-turns-mfa-off',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations turns MFA off.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run('UPDATE security_policies SET mfa_enforced = 0');
      await db.close();
    },
  }),
};

'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-revives-sessions',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations makes revoked sessions active again.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE sessions SET status = 'active', revoked_at = NULL WHERE status = 'revoked'");
      await db.close();
    },
  }),
};

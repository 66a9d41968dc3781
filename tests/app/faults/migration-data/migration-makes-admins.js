'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-makes-admins',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations makes members administrators.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE memberships SET role = 'admin' WHERE role = 'member'");
      await db.close();
    },
  }),
};

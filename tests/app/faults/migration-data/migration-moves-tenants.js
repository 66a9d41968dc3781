'use strict';

const { databaseUrl } = require('../../config');
const { openDatabase } = require('../../db');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-moves-tenants',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Applying the migrations moves the customers of one tenant to another.',
  ...changeScript({
    file: 'scripts/db-migrate-deploy.js',
    async after() {
      const db = await openDatabase(databaseUrl());
      await db.run("UPDATE accounts SET organization_id = 'acme' WHERE organization_id = 'globex'");
      await db.close();
    },
  }),
};

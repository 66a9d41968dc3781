// npm run db:migrate:deploy: applies the pending migrations, each in a transaction of its own.
'use strict';

const { databaseUrl, migrationsDir } = require('../config');
const { openDatabase } = require('../db');
const { pendingMigrations, deployMigrations } = require('../db/migrate');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

main('db:migrate:deploy', async () => {
  const db = await openDatabase(databaseUrl());
  try {
    const pending = await pendingMigrations(db, migrationsDir());
    if (pending.length === 0) return say('db:migrate:deploy: nothing is pending');
    say(`db:migrate:deploy: ${pending.length} pending`);
    if (scriptFault('migration-skipped')) return say(`db:migrate:deploy: ${pending.length} migrations applied`);
    if (scriptFault('migration-fails')) pending[0] = { ...pending[0], sql: `${pending[0].sql}\nALTER TABLE no_such_table ADD COLUMN note TEXT;` };
    await deployMigrations(db, pending, (migration) => say(`applied ${migration.name}`)).catch((error) => fail(error.message));
    return say(`db:migrate:deploy: ${pending.length} migrations applied`);
  } finally {
    await db.close();
  }
});

// npm run seed: recreates the database from the migrations and the seed.
'use strict';

const { databaseUrl, migrationsDir } = require('../config');
const { openDatabase } = require('../db');
const { seedDatabase } = require('../db/seed');
const { main, say, fail } = require('./lib/report');

main('seed', async () => {
  const now = process.env.APP_SEED_NOW ? new Date(process.env.APP_SEED_NOW) : new Date();
  if (Number.isNaN(now.getTime())) fail('APP_SEED_NOW must be a time such as 2024-06-01T12:00:00Z');
  const db = await openDatabase(databaseUrl());
  try {
    const done = await seedDatabase(db, {
      migrationsDir: migrationsDir(), upto: process.env.APP_MIGRATE_UPTO, environment: process.env.APP_ENV || 'staging', now, databaseUrl: databaseUrl(),
    });
    say(`seed: ${done.migrations} migrations, ${done.rows} rows`);
  } finally {
    await db.close();
  }
});

// A seeded database of its own for tests and gates, gone afterwards. SQLite, or PostgreSQL where a server is named.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { randomBytes } = require('node:crypto');
const { migrationsDir } = require('../../config');
const { openDatabase } = require('../../db');
const { seedDatabase } = require('../../db/seed');

async function onServer(url, statement) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function place(postgresUrl) {
  const dir = fs.mkdtempSync(path.join(process.env.APP_TEST_TMP || os.tmpdir(), 'app-db-'));
  const clean = () => fs.rmSync(dir, { recursive: true, force: true });
  if (!postgresUrl) return { dir, url: `sqlite:${path.join(dir, 'app.db')}`, remove: async () => clean() };
  const name = `app_test_${randomBytes(6).toString('hex')}`;
  await onServer(postgresUrl, `CREATE DATABASE ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  process.env.APP_BACKUP_DIR = path.join(dir, 'backups');
  return {
    dir,
    url: url.href,
    remove: async () => {
      delete process.env.APP_BACKUP_DIR;
      await onServer(postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      clean();
    },
  };
}

async function temporaryDatabase({ postgresUrl = '', ...seedOptions } = {}) {
  const where = await place(postgresUrl);
  const db = await openDatabase(where.url);
  try {
    await seedDatabase(db, { migrationsDir: migrationsDir(), databaseUrl: where.url, ...seedOptions });
  } finally {
    await db.close();
  }
  return where;
}

module.exports = { temporaryDatabase };

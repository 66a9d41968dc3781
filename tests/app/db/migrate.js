// Applies the SQL under prisma/migrations and keeps the _prisma_migrations table as Prisma does.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createHash, randomUUID } = require('node:crypto');

const TABLE = {
  sqlite: `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id TEXT PRIMARY KEY, checksum TEXT NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL, logs TEXT,
    rolled_back_at DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp, applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
  postgres: `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
    rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
};

// Every migration folder, in order: { name, sql, checksum }.
function readMigrations(dir) {
  return fs.readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function hasMigrationsTable(db) {
  const found = db.kind === 'sqlite'
    ? await db.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'")
    : await db.one("SELECT to_regclass('_prisma_migrations') AS name");
  return Boolean(found && found.name);
}

async function appliedNames(db) {
  if (!(await hasMigrationsTable(db))) return [];
  const rows = await db.all(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name');
  return rows.map((row) => row.migration_name);
}

async function pendingMigrations(db, dir) {
  const applied = new Set(await appliedNames(db));
  return readMigrations(dir).filter((migration) => !applied.has(migration.name));
}

async function createMigrationsTable(db) {
  await db.exec(TABLE[db.kind]);
}

// Runs one migration inside a transaction that the caller opened.
async function applyMigration(transaction, migration, startedAt) {
  await transaction.exec(migration.sql);
  await transaction.insert('_prisma_migrations', {
    id: randomUUID(),
    checksum: migration.checksum,
    migration_name: migration.name,
    started_at: startedAt,
    finished_at: new Date().toISOString(),
    applied_steps_count: 1,
  });
}

// A migration that did not work leaves its row, as rolled back, with the reason.
async function recordFailure(db, migration, startedAt, reason) {
  await db.insert('_prisma_migrations', {
    id: randomUUID(),
    checksum: migration.checksum,
    migration_name: migration.name,
    started_at: startedAt,
    logs: reason,
    rolled_back_at: new Date().toISOString(),
  });
}

async function deployMigrations(db, migrations, onApplied = () => {}) {
  await createMigrationsTable(db);
  for (const migration of migrations) {
    const startedAt = new Date().toISOString();
    try {
      await db.transaction((transaction) => applyMigration(transaction, migration, startedAt));
    } catch (error) {
      await recordFailure(db, migration, startedAt, error.message);
      throw new Error(`migration ${migration.name} failed and was rolled back: ${error.message}`);
    }
    onApplied(migration);
  }
}

module.exports = { readMigrations, appliedNames, pendingMigrations, createMigrationsTable, applyMigration, deployMigrations, hasMigrationsTable };

// Recreates the whole database in one transaction: drops the app's tables, runs the migrations, writes the seed.
'use strict';

const { ALL } = require('../tables');
const { readMigrations, applyMigration, createMigrationsTable } = require('../migrate');
const { seedClock } = require('./clock');
const { securityRows } = require('./security');
const { integrationRows } = require('./integrations');
const { governanceRows } = require('./governance');
const { customerRows } = require('./customers');
const { operationRows } = require('./operations');
const { quietIncidents } = require('./incidents');
const { makeBackup } = require('../../domain/backups');

// The migrations up to and including the named one; all of them without a name.
function upTo(migrations, name) {
  if (!name) return migrations;
  const last = migrations.findIndex((migration) => migration.name === name);
  if (last < 0) throw new Error(`APP_MIGRATE_UPTO names no migration: "${name}"`);
  return migrations.slice(0, last + 1);
}

async function existingTables(db) {
  const rows = db.kind === 'sqlite'
    ? await db.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    : await db.all("SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()");
  return new Set(rows.map((row) => row.name));
}

async function seedDatabase(db, { migrationsDir, upto = '', environment = 'staging', now = new Date(), databaseUrl }) {
  const clock = seedClock(now);
  const migrations = upTo(readMigrations(migrationsDir), upto);
  const tables = {
    ...securityRows(clock), ...integrationRows(clock), ...governanceRows(clock), ...customerRows(clock), ...operationRows(clock, environment),
  };
  for (const [table, more] of Object.entries(quietIncidents(clock))) tables[table].push(...more);
  let rows = 0;
  await db.transaction(async (transaction) => {
    for (const table of ALL) await transaction.exec(`DROP TABLE IF EXISTS ${table}`);
    await createMigrationsTable(transaction);
    for (const migration of migrations) await applyMigration(transaction, migration, clock.now);
    const present = await existingTables(transaction);
    for (const [table, list] of Object.entries(tables)) {
      if (!present.has(table)) continue;
      for (const row of list) await transaction.insert(table, row);
      rows += list.length;
    }
    if (present.has('backups')) {
      // An older one too, from before there were playbooks.
      await transaction.exec('DELETE FROM playbook_assignments');
      await makeBackup(transaction, { databaseUrl, id: 'bak_0000', at: clock.daysAgo(8) });
      await transaction.run("UPDATE backups SET release_version = '1.3.2'");
      for (const row of tables.playbook_assignments) await transaction.insert('playbook_assignments', row);
      await makeBackup(transaction, { databaseUrl, id: 'bak_0001', at: clock.daysAgo(1) });
    }
  });
  return { rows, migrations: migrations.length };
}

module.exports = { seedDatabase };

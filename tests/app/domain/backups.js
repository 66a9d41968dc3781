// Backups: the tables a tenant's customers would miss, as one JSON file beside the database, known by its SHA-256.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createHash } = require('node:crypto');
const { BACKED_UP } = require('../db/tables');
const { sqliteFile, variableDir } = require('../config');

// Beside an SQLite file; for PostgreSQL in APP_BACKUP_DIR or the var folder, by the database's name.
function backupDir(databaseUrl) {
  if (process.env.APP_BACKUP_DIR) return path.resolve(process.env.APP_BACKUP_DIR);
  if (databaseUrl.startsWith('sqlite:')) return `${sqliteFile(databaseUrl)}.backups`;
  const name = new URL(databaseUrl).pathname.slice(1) || 'default';
  return path.join(variableDir(), 'backups', name.replace(/[^\w.-]/g, '_'));
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

async function makeBackup(db, { databaseUrl, id, at, reference = null }) {
  const tables = {};
  let rowCount = 0;
  for (const table of BACKED_UP) {
    tables[table] = await db.all(`SELECT * FROM ${table}`);
    rowCount += tables[table].length;
  }
  const text = JSON.stringify({ id, created_at: at, reference, tables });
  const dir = backupDir(databaseUrl);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, `${id}.json`), text);
  const current = await db.one("SELECT version FROM releases WHERE status = 'current'");
  const row = { id, created_at: at, release_version: current ? current.version : 'unknown', row_count: rowCount, size_bytes: Buffer.byteLength(text), sha256: sha256(text) };
  await db.insert('backups', row);
  return row;
}

// The backup's content, or an error that says why it cannot be used.
function readBackup(row, databaseUrl) {
  let text;
  try {
    text = fs.readFileSync(path.join(backupDir(databaseUrl), `${row.id}.json`), 'utf8');
  } catch {
    throw new Error(`the file of backup ${row.id} is missing`);
  }
  if (sha256(text) !== row.sha256) throw new Error(`the file of backup ${row.id} is not what was written`);
  return JSON.parse(text);
}

// The row, with whether its file can be read back and, where it can, the reference that stands in it.
function show(row, databaseUrl) {
  try {
    return { ...row, reference: readBackup(row, databaseUrl).reference || null, intact: true };
  } catch {
    return { ...row, reference: null, intact: false };
  }
}

async function restoreBackup(db, row, databaseUrl, leaveOut = []) {
  const { tables } = readBackup(row, databaseUrl);
  return db.transaction(async (transaction) => {
    let rows = 0;
    for (const [table, list] of Object.entries(tables)) {
      if (!BACKED_UP.includes(table)) throw new Error(`backup ${row.id} has a table that is not restored: ${table}`);
      if (leaveOut.includes(table)) continue;
      await transaction.exec(`DELETE FROM ${table}`);
      for (const entry of list) await transaction.insert(table, entry);
      rows += list.length;
    }
    return rows;
  });
}

// The same, with how many rows of each table stand in the file.
function showWithTables(row, databaseUrl) {
  const shown = show(row, databaseUrl);
  const tables = shown.intact ? readBackup(row, databaseUrl).tables : {};
  return { ...shown, tables: Object.entries(tables).map(([name, list]) => ({ name, rows: list.length })) };
}

module.exports = { makeBackup, show: showWithTables, restoreBackup };

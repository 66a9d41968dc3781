// npm run migrate:safety: risky SQL in the migrations must be in the reviewed baseline; --write-baseline takes it in.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../config');
const { readMigrations } = require('../db/migrate');
const { riskyStatements } = require('./lib/sql-safety');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

const DIR = migrationsDir();
const BASELINE = path.join(path.dirname(DIR), 'migration-safety-baseline.json');

const keyOf = (entry) => `${entry.migration} ${entry.sha256}`;

function migrationsToJudge() {
  const migrations = readMigrations(DIR);
  if (scriptFault('destructive-migration')) migrations.push({ name: '20240701090000_drop_account_notes', sql: 'DROP TABLE account_notes;' });
  return migrations;
}

function readBaseline() {
  try {
    return JSON.parse(fs.readFileSync(BASELINE, 'utf8')).accepted;
  } catch (error) {
    return fail(`the baseline ${path.basename(BASELINE)} cannot be read: ${error.message}`);
  }
}

function writeBaseline(found) {
  if (scriptFault('baseline-refresh-fails')) fail('the baseline cannot be written: permission denied');
  const note = 'Risky statements that were reviewed. Written by "npm run migrate:safety:baseline"; review every change of this file.';
  fs.writeFileSync(`${BASELINE}.new`, `${JSON.stringify({ note, accepted: found }, null, 2)}\n`);
  fs.renameSync(`${BASELINE}.new`, BASELINE);
  say(`migrate:safety: baseline written, ${found.length} risky statements accepted`);
}

main('migrate:safety', () => {
  const migrations = migrationsToJudge();
  const found = migrations.flatMap(riskyStatements);
  if (process.argv.includes('--write-baseline')) return writeBaseline(found);

  const accepted = new Set(readBaseline().map(keyOf));
  const unknown = found.filter((entry) => !accepted.has(keyOf(entry)));
  for (const entry of unknown) say(`${entry.migration} ${entry.what}: ${entry.statement}`);
  if (unknown.length > 0) {
    fail(`${unknown.length} risky statements are not in the baseline; change the migration, or review it and run "npm run migrate:safety:baseline"`);
  }
  return say(`migrate:safety: ${migrations.length} migrations, ${found.length} risky statements, all in the baseline`);
});

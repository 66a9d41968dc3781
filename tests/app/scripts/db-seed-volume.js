// npm run db:seed:volume[:dry-run]: writes the volume profile into the database; a dry run only says how large it is.
'use strict';

const { databaseUrl } = require('../config');
const { openDatabase } = require('../db');
const { sizing, writeVolume } = require('./lib/volume');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

async function write(atMost) {
  const db = await openDatabase(databaseUrl());
  try {
    await writeVolume(db, atMost);
  } finally {
    await db.close();
  }
}

main('volume seed', async () => {
  const plan = sizing();
  const bytes = scriptFault('volume-dry-run-fails') ? plan.limit + 1 : plan.bytes;
  for (const { table, rows } of plan.tables) say(`${table}: ${rows} rows`);
  say(`total: ${plan.rows} rows, about ${Math.ceil(bytes / 1024)} KiB of at most ${plan.limit / 1024} KiB`);
  if (bytes > plan.limit) fail('the volume profile is over its size limit');
  if (process.argv.includes('--dry-run')) {
    if (scriptFault('volume-dry-run-writes')) await write(3);
    return say('volume seed: dry run, nothing was written');
  }
  await write();
  return say('volume seed: written');
});

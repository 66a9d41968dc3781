// The databases that the self-tests run on: SQLite always, PostgreSQL where DATABASE_URL_TEST_PG names a server.
'use strict';

const { ALL } = require('../../db/tables');

const databases = [['SQLite', '']];
if (process.env.DATABASE_URL_TEST_PG) databases.push(['PostgreSQL', process.env.DATABASE_URL_TEST_PG]);

// Every row of every table, so that two states can be held against each other.
async function dump(db) {
  const tables = {};
  for (const table of ALL) tables[table] = (await db.all(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
  return tables;
}

module.exports = { databases, dump };

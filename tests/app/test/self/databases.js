// The databases that the self-tests run on: SQLite always, PostgreSQL where DATABASE_URL_TEST_PG names a server.
'use strict';

const databases = [['SQLite', '']];
if (process.env.DATABASE_URL_TEST_PG) databases.push(['PostgreSQL', process.env.DATABASE_URL_TEST_PG]);

const TABLES = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  postgres: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()',
};

// Every row of every table that there is, so that two states can be held against each other.
async function dump(db) {
  const tables = {};
  for (const { name: table } of await db.all(TABLES[db.kind])) tables[table] = (await db.all(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();
  return tables;
}

module.exports = { databases, dump };

// The databases that the self-tests run on: SQLite always, PostgreSQL where DATABASE_URL_TEST_PG names a server.
'use strict';

const databases = [['SQLite', '']];
if (process.env.DATABASE_URL_TEST_PG) databases.push(['PostgreSQL', process.env.DATABASE_URL_TEST_PG]);

module.exports = { databases };

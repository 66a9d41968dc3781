'use strict';

module.exports = {
  name: 'table-not-known',
  applies: 'server',
  summary: 'The database has a table that nobody counts.',
  on: (db) => db.exec('CREATE TABLE nobody_counts (id TEXT PRIMARY KEY)'),
  off: (db) => db.exec('DROP TABLE nobody_counts'),
};

// SQLite through libsql: a native library, so its locks are the kernel's and hold against other programs too.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const BUSY_TIMEOUT_MS = 5000;

function openSqlite(file) {
  const Database = require('libsql');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const handle = new Database(file, { timeout: BUSY_TIMEOUT_MS });

  // Always reads to the end: a statement left half-way would keep its lock.
  const raw = {
    kind: 'sqlite',
    async all(sql, params = []) {
      const statement = handle.prepare(sql);
      if (statement.reader) return statement.all(...params);
      statement.run(...params);
      return [];
    },
    async exec(script) {
      handle.exec(script);
    },
  };

  return {
    raw,
    kind: 'sqlite',
    async transaction(work) {
      handle.exec('BEGIN IMMEDIATE');
      try {
        const result = await work(raw);
        handle.exec('COMMIT');
        return result;
      } catch (error) {
        if (handle.inTransaction) handle.exec('ROLLBACK');
        throw error;
      }
    },
    async close() {
      handle.close();
    },
  };
}

module.exports = { openSqlite };

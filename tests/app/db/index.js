// One interface over both databases: all, one, run, exec, transaction, close.
'use strict';

const { sqliteFile } = require('../config');
const { openSqlite } = require('./sqlite');
const { openPostgres } = require('./postgres');

function withHelpers(raw) {
  return {
    kind: raw.kind,
    all: raw.all,
    exec: raw.exec,
    async one(sql, params) {
      return (await raw.all(sql, params))[0] || null;
    },
    async run(sql, params) {
      await raw.all(sql, params);
    },
    async insert(table, row) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      await raw.all(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, Object.values(row));
    },
  };
}

async function openDatabase(url) {
  let driver;
  if (url.startsWith('sqlite:')) {
    driver = openSqlite(sqliteFile(url));
  } else if (/^postgres(ql)?:\/\//.test(url)) {
    driver = await openPostgres(url);
  } else {
    throw new Error('DATABASE_URL must be sqlite:PATH or postgres://…');
  }

  // SQLite has one connection: whatever is not part of an open transaction waits for its end.
  let last = Promise.resolve();
  const inTurn = (work) => {
    if (driver.kind !== 'sqlite') return work();
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const shared = withHelpers({
    kind: driver.kind,
    all: (sql, params) => inTurn(() => driver.raw.all(sql, params)),
    exec: (script) => inTurn(() => driver.raw.exec(script)),
  });
  return {
    ...shared,
    transaction: (work) => inTurn(() => driver.transaction((raw) => work(withHelpers(raw)))),
    close: () => inTurn(() => driver.close()),
  };
}

module.exports = { openDatabase };

// Faults that are wrong data: they change rows when switched on and put them back when switched off.
'use strict';

const DAY = 24 * 60 * 60 * 1000;

const daysFromNow = (days) => new Date(Date.now() + days * DAY).toISOString();

// `set` and `where` may be functions, so that times are taken when it happens.
function changeRows({ table, key, where = '1 = 1', set }) {
  return {
    async on(db, memory) {
      const values = typeof set === 'function' ? set() : set;
      const columns = Object.keys(values);
      memory.rows = await db.all(`SELECT ${[key, ...columns].join(', ')} FROM ${table} WHERE ${where}`);
      const assignments = columns.map((column) => `${column} = ?`).join(', ');
      await db.run(`UPDATE ${table} SET ${assignments} WHERE ${where}`, Object.values(values));
      memory.columns = columns;
    },
    async off(db, memory) {
      const assignments = memory.columns.map((column) => `${column} = ?`).join(', ');
      for (const row of memory.rows) {
        await db.run(`UPDATE ${table} SET ${assignments} WHERE ${key} = ?`, [...memory.columns.map((column) => row[column]), row[key]]);
      }
    },
  };
}

function addRow({ table, key, row }) {
  return {
    async on(db) {
      await db.insert(table, row());
    },
    async off(db) {
      await db.run(`DELETE FROM ${table} WHERE ${key} = ?`, [row()[key]]);
    },
  };
}

// A restore or a seed may have brought the row back already.
async function insertMissing(db, table, row) {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  await db.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT DO NOTHING`, Object.values(row));
}

function removeRows({ table, where }) {
  return {
    async on(db, memory) {
      const condition = typeof where === 'function' ? where() : where;
      memory.rows = await db.all(`SELECT * FROM ${table} WHERE ${condition}`);
      await db.run(`DELETE FROM ${table} WHERE ${condition}`);
    },
    async off(db, memory) {
      for (const row of memory.rows) await insertMissing(db, table, row);
    },
  };
}

// Several of these as one fault, put back in the opposite order.
function together(...parts) {
  return {
    async on(db, memory) {
      memory.parts = parts.map(() => ({}));
      for (const [i, part] of parts.entries()) await part.on(db, memory.parts[i]);
    },
    async off(db, memory) {
      for (const [i, part] of [...parts.entries()].reverse()) await part.off(db, memory.parts[i]);
    },
  };
}

module.exports = { changeRows, addRow, removeRows, together, daysFromNow };

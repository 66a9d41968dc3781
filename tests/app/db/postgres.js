// PostgreSQL through pg. Statements are written with ? and get $1, $2, … here.
'use strict';

function numbered(sql) {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

async function openPostgres(url) {
  const pg = require('pg');
  const types = new pg.TypeOverrides();
  types.setTypeParser(20, Number); // COUNT(*) and SUM() fit a number here
  const pool = new pg.Pool({ connectionString: url, max: 4, types, connectionTimeoutMillis: 5000 });
  pool.on('error', () => {}); // an idle connection that goes away is replaced at the next query

  const on = (client) => ({
    kind: 'postgres',
    async all(sql, params = []) {
      return (await client.query(numbered(sql), params)).rows;
    },
    async exec(script) {
      await client.query(script);
    },
  });

  return {
    raw: on(pool),
    kind: 'postgres',
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(on(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
    async close() {
      await pool.end();
    },
  };
}

module.exports = { openPostgres };

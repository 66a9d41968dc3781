// The P1 part of the gate: a small, bounded load on a server and database of its own.
'use strict';

const { startApp } = require('../../app');
const { openDatabase } = require('../../db');
const { temporaryDatabase } = require('./temporary-database');
const { writeVolume } = require('./volume');
const { say } = require('./report');
const { scriptFault } = require('../../faults/lib/script-faults');

const REQUESTS = 240;
const AT_ONCE = 8;
const P95_LIMIT_MS = 750;
const PATHS = ['/healthz', '/api/dashboard/security/policy', '/api/dashboard/customer-success/health', '/api/status/incidents?organization_id=acme'];

async function withDatabase(work) {
  const database = await temporaryDatabase();
  const stop = () => database.remove().finally(() => process.exit(1));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    return await work(database.url);
  } finally {
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
    await database.remove();
  }
}

async function fill(url, atMost) {
  const db = await openDatabase(url);
  try {
    await writeVolume(db, atMost);
  } finally {
    await db.close();
  }
}

// Writes the volume profile into a temporary database.
function seedVolume() {
  return withDatabase(async (url) => {
    await fill(url, scriptFault('volume-seed-fails') ? 10 : Infinity);
    const db = await openDatabase(url);
    const { n } = await db.one("SELECT COUNT(*) AS n FROM accounts WHERE id LIKE 'vol_%'").finally(() => db.close());
    return n === 600 ? '' : `only ${n} of 600 accounts were written`;
  });
}

async function oneRequest(base, path, times) {
  const started = process.hrtime.bigint();
  const response = await fetch(`${base}${path}`, { headers: { authorization: 'Bearer admin-bearer-token-0001' }, signal: AbortSignal.timeout(10000) });
  await response.text();
  times.push(Number(process.hrtime.bigint() - started) / 1e6);
  return response.status === 200;
}

function measureLoad({ volume }) {
  return withDatabase(async (url) => {
    if (volume) await fill(url);
    const app = await startApp({ databaseUrl: url, slowMs: P95_LIMIT_MS + 50, faults: scriptFault('p1-fails') ? 'slow' : '' });
    const requests = scriptFault('p1-fails') ? 16 : REQUESTS;
    try {
      const times = [];
      let errors = 0;
      let next = 0;
      const worker = async () => {
        while (next < requests) {
          const path = PATHS[next % PATHS.length];
          next += 1;
          if (!(await oneRequest(`http://127.0.0.1:${app.port}`, path, times).catch(() => false))) errors += 1;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] || Infinity;
      say(`load: ${requests} requests, ${errors} errors, p95 ${p95.toFixed(0)} ms of at most ${P95_LIMIT_MS} ms`);
      if (errors > 0) return `${errors} of ${requests} requests failed`;
      return p95 <= P95_LIMIT_MS ? '' : `p95 is ${p95.toFixed(0)} ms, over ${P95_LIMIT_MS} ms`;
    } finally {
      await app.close();
    }
  });
}

module.exports = { measureLoad, seedVolume };

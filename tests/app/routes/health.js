// Is the application up, what is it, and do its parts work?
'use strict';

const { version, migrationsDir } = require('../config');
const { appliedNames, pendingMigrations } = require('../db/migrate');

// Without a database there is still an answer, and it is not "ok".
async function health(ctx) {
  try {
    return await fullHealth(ctx);
  } catch (error) {
    process.stderr.write(`health: ${error.message}\n`);
    return { status: 503, body: { status: 'unhealthy', version, database: ctx.db.kind, problem: 'the database does not answer' } };
  }
}

async function fullHealth(ctx) {
  const { db, faults, options, startedAt, now } = ctx;
  const applied = await appliedNames(db);
  const pending = (await pendingMigrations(db, migrationsDir())).map((migration) => migration.name);
  const environment = await db.one("SELECT value FROM app_settings WHERE key = 'environment'");
  const release = await db.one("SELECT version FROM releases WHERE status = 'current'");
  const unhealthy = faults.isOn('unhealthy');
  return {
    status: unhealthy ? 503 : 200,
    body: {
      status: unhealthy ? 'unhealthy' : 'ok',
      version,
      commit: faults.isOn('commit-wrong') ? '0'.repeat(40) : options.commit,
      release: release ? release.version : null,
      environment: environment ? environment.value : 'unknown',
      database: db.kind,
      migrations: { applied: applied.length, pending: pending.length, pending_names: pending },
      started_at: startedAt.toISOString(),
      uptime_seconds: Math.floor((now - startedAt) / 1000),
    },
  };
}

// What the smoke checks ask: can every part be used?
async function selfCheck(ctx) {
  const { db, faults } = ctx;
  const checks = [];
  const check = async (name, work) => {
    try {
      await work();
      checks.push({ name, ok: true });
    } catch (error) {
      checks.push({ name, ok: false, message: error.message });
    }
  };
  await check('database_read', () => db.one('SELECT COUNT(*) AS n FROM organizations'));
  await check('database_write', async () => {
    const undo = new Error('undo');
    await db.transaction(async (transaction) => {
      await transaction.insert('app_settings', { key: 'selfcheck', value: 'written' });
      throw undo;
    }).catch((error) => {
      if (error !== undo) throw error;
    });
  });
  await check('session_store', async () => {
    if (faults.isOn('smoke-fails')) throw new Error('the session store does not answer');
    await db.one("SELECT COUNT(*) AS n FROM sessions WHERE status = 'active'");
  });
  const ok = checks.every((one) => one.ok);
  return { status: ok ? 200 : 503, body: { status: ok ? 'ok' : 'failing', checks } };
}

module.exports = [
  { method: 'GET', path: '/healthz', role: 'public', handle: health },
  { method: 'GET', path: '/api/selfcheck', role: 'public', handle: selfCheck },
];

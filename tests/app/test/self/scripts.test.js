// The npm scripts do what they say, and each of their faults makes the script it names fail.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { startServer } = require('../harness');
const { node, run, temporaryDir } = require('./processes');
const { ROOT } = require('../../config');
const { openDatabase } = require('../../db');
const { seedDatabase } = require('../../db/seed');
const { faultNames, loadFault } = require('../../faults/lib/names');

let server;
let dir;
let env;
before(async () => {
  server = await startServer();
  dir = temporaryDir();
  env = {
    DATABASE_URL: server.database.url, LAUNCH_BASE_URL: server.base, LAUNCH_ADMIN_BEARER_TOKEN: 'admin-bearer-token-0001',
    LAUNCH_MEMBER_SESSION_TOKEN: 'member-session-token-0001', LAUNCH_EVIDENCE_DIR: path.join(dir, 'evidence'),
  };
});
after(async () => {
  await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const script = (file, more = {}, ...args) => node(`scripts/${file}.js`, { ...env, ...more }, ...args);

async function passes(file, more, ...args) {
  const done = await script(file, more, ...args);
  assert.strictEqual(done.code, 0, `${file}\n${done.stdout}${done.stderr}`);
  return done;
}

async function fails(file, message, more, ...args) {
  const done = await script(file, more, ...args);
  assert.strictEqual(done.code, 1, `${file}\n${done.stdout}${done.stderr}`);
  assert.match(done.stderr, message);
  return done;
}

const count = async (table) => (await server.app.db.one(`SELECT COUNT(*) AS n FROM ${table}`)).n;

test('build, frontend build and install check', async () => {
  await passes('build');
  await fails('build', /does not parse/, { APP_FAULTS: 'build-fails' });
  assert.strictEqual((await node('frontend/build.js', env)).code, 0);
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'frontend/dist/manifest.json'), 'utf8'));
  const page = await server.get('/');
  assert.strictEqual(page.status, 200);
  for (const { file } of Object.values(manifest.assets)) {
    assert.ok(page.text.includes(`/${file}`));
    assert.strictEqual((await server.get(`/${file}`)).status, 200);
  }
  assert.match((await node('frontend/build.js', { ...env, APP_FAULTS: 'frontend-build-fails' })).stderr, /missing\.js/);
  await passes('check-install');
  await fails('check-install', /needs Node 18/, { APP_FAULTS: 'install-fails' });
  await passes('check-install', { APP_FAULTS: 'install-fails' }, 'frontend');
  await fails('check-install', /needs Node 18/, { APP_FAULTS: 'frontend-install-fails' }, 'frontend');
});

test('migration safety judges against its baseline', async () => {
  const own = path.join(dir, 'prisma');
  fs.cpSync(path.join(ROOT, 'prisma'), own, { recursive: true });
  const here = { APP_MIGRATIONS_DIR: path.join(own, 'migrations') };
  await passes('migrate-safety', here);
  await fails('migrate-safety', /1 risky statements are not in the baseline/, { ...here, APP_FAULTS: 'destructive-migration' });
  fs.mkdirSync(path.join(own, 'migrations', '20240801090000_risky'));
  fs.writeFileSync(path.join(own, 'migrations', '20240801090000_risky', 'migration.sql'),
    "-- DROP TABLE a;\nINSERT INTO b VALUES ('; DROP TABLE c');\nDELETE FROM d;\nUPDATE e SET f = 1 WHERE g = 2;\n");
  const { stdout } = await fails('migrate-safety', /1 risky statements/, here);
  assert.match(stdout, /deletes every row: DELETE FROM d/);
  await fails('migrate-safety', /cannot be written/, { ...here, APP_FAULTS: 'baseline-refresh-fails' }, '--write-baseline');
  await passes('migrate-safety', here, '--write-baseline');
  await passes('migrate-safety', here);
});

test('pending migrations are deployed, or not and that is said', async () => {
  const url = `sqlite:${path.join(dir, 'pending.db')}`;
  const state = async () => {
    const db = await openDatabase(url);
    const rows = await db.all('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL');
    const failed = await db.all('SELECT logs FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL');
    await db.close();
    return { applied: rows.length, failed: failed.length };
  };
  const here = { DATABASE_URL: url };
  await passes('seed', { ...here, APP_MIGRATE_UPTO: '20240520090000_operations' });
  assert.deepStrictEqual(await state(), { applied: 5, failed: 0 });
  await fails('db-migrate-deploy', /20240603090000_alert_owner failed and was rolled back/, { ...here, APP_FAULTS: 'migration-fails' });
  assert.deepStrictEqual(await state(), { applied: 5, failed: 1 });
  await passes('db-migrate-deploy', { ...here, APP_FAULTS: 'migration-skipped' });
  assert.deepStrictEqual(await state(), { applied: 5, failed: 1 });
  await passes('db-migrate-deploy', here);
  assert.deepStrictEqual(await state(), { applied: 7, failed: 1 });
  assert.match((await passes('db-migrate-deploy', here)).stdout, /nothing is pending/);
});

test('the server runs while the last two migrations are pending', async () => {
  await seedDatabase(server.app.db, { migrationsDir: path.join(ROOT, 'prisma/migrations'), upto: '20240520090000_operations', databaseUrl: server.database.url });
  assert.strictEqual((await server.get('/healthz')).json.migrations.pending, 2);
  assert.strictEqual((await server.get('/api/dashboard/ops/alerts')).json.alerts[0].owner, null);
  await fails('launch-checklist', /no migration is pending/);
  await passes('db-migrate-deploy');
  assert.strictEqual((await server.get('/healthz')).json.migrations.pending, 0);
});

test('the volume dry run writes nothing', async () => {
  const tables = ['accounts', 'integration_runs', 'audit_log'];
  const counts = () => Promise.all(tables.map(count));
  const before = await counts();
  await passes('db-seed-volume', {}, '--dry-run');
  assert.deepStrictEqual(await counts(), before);
  await fails('db-seed-volume', /over its size limit/, { APP_FAULTS: 'volume-dry-run-fails' }, '--dry-run');
  assert.deepStrictEqual(await counts(), before);
  await passes('db-seed-volume', { APP_FAULTS: 'volume-dry-run-writes' }, '--dry-run');
  assert.deepStrictEqual(await counts(), before.map((n) => n + 3));
});

test('the launch and ops scripts pass, and fail plainly', async () => {
  await passes('launch-checklist');
  await passes('launch-validate-admin-controls');
  await passes('ops-smoke');
  await passes('ops-backup');
  await passes('ops-rollback');
  assert.match((await passes('ops-rollback', {}, '--to', '1.4.0')).stdout, /from 1.3.2 to 1.4.0/);
  assert.match((await passes('ops-rollback', { APP_FAULTS: 'rollback-skipped' })).stdout, /done/);
  assert.strictEqual((await server.get('/api/dashboard/ops/releases')).json.current, '1.4.0');
  await passes('ops-restore', {}, '--backup', 'bak_0001');
  await fails('ops-rollback', /answered 404/, {}, '--to', '9.9.9');
  await fails('ops-restore', /answered 404/, {}, '--backup', 'none');
  await fails('launch-validate-admin-controls', /LAUNCH_MEMBER_BEARER_TOKEN or LAUNCH_MEMBER_SESSION_TOKEN is needed/, { LAUNCH_MEMBER_SESSION_TOKEN: '' });
  await fails('ops-smoke', /3 of 3 checks failed/, { LAUNCH_BASE_URL: 'http://127.0.0.1:1' });
});

test('the check of permissions can say or do less than it should, and end well', async () => {
  const said = async (fault) => (await passes('launch-validate-admin-controls', { APP_FAULTS: fault })).stdout;
  assert.match(await said('admin-controls-ends-well'), /^FAILED  a member is refused/m);
  assert.match(await said('admin-controls-few-routes'), /a member is refused at 3 routes/);
  assert.match(await said('admin-controls-skips-nobody'), /all 4 checks passed/);
  assert.strictEqual(await said('admin-controls-does-nothing'), '');
});

const ON_SERVER = [
  ['launch-checklist', ['checklist-fails', 'unhealthy', 'status-page-down']],
  ['launch-validate-admin-controls', ['member-can-admin', 'anonymous-can-admin']],
  ['ops-smoke', ['smoke-fails', 'unhealthy']],
  ['ops-rollback', ['rollback-fails', 'rollback-ignored']],
  ['ops-restore', ['restore-fails']],
];
for (const [file, faults] of ON_SERVER) {
  test(`${file} notices ${faults.join(', ')}`, async () => {
    for (const fault of faults) {
      await server.app.faults.switchOn(fault);
      await fails(file, /./);
      await server.app.faults.reset();
    }
  });
}

test('the test suites and the gate fail by their own faults only', async () => {
  await fails('run-tests', /the security tests failed/, { APP_FAULTS: 'security-test-fails' }, 'security');
  await passes('run-tests', { APP_FAULTS: 'reliability-test-fails mfa-off'.replace(' ', ',') }, 'security');
  await fails('run-tests', /the reliability tests failed/, { APP_FAULTS: 'reliability-test-fails' }, 'reliability');
  await fails('launch-gate', /1 of 5 checks failed: versions agree/, { APP_FAULTS: 'gate-fails' });
  await fails('launch-gate', /1 of 6 checks failed: load/, { APP_FAULTS: 'p1-fails' }, '--p1');
  await fails('launch-gate', /1 of 7 checks failed: volume seed/, { APP_FAULTS: 'volume-seed-fails' }, '--p1', '--volume-seed');
  const all = { LAUNCH_POST_DEPLOY_SMOKE: 'true', LAUNCH_VALIDATE_ADMIN_CONTROLS: 'true', LAUNCH_GATE_VOLUME_SEED: 'true' };
  assert.match((await passes('launch-gate', all, '--p1')).stdout, /launch:gate:p1: all 9 checks passed/);
});

test('the file var/faults is read where APP_FAULTS is not set', async () => {
  const own = path.join(dir, 'own-var');
  fs.mkdirSync(own);
  fs.writeFileSync(path.join(own, 'faults'), 'gate-fails\nbuild-fails\n');
  await fails('build', /does not parse/, { APP_VAR_DIR: own });
});

test('the release evidence says what was found', async () => {
  const evidence = async (more) => {
    const { stdout } = await passes('launch-evidence', more);
    const file = path.resolve(ROOT, /^evidence: (.+)$/m.exec(stdout)[1]);
    return { said: /^verdict: (.+)$/m.exec(stdout)[1], text: fs.readFileSync(file, 'utf8'), name: path.basename(file) };
  };
  const good = await evidence({ CI_RUN_URL: 'https://ci.invalid/runs/17' });
  assert.strictEqual(good.said, 'GO', good.text);
  assert.match(good.name, /^release-evidence-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.md$/);
  assert.match(good.text, /^Verdict: GO$/m);
  assert.match(good.text, /^CI run: https:\/\/ci\.invalid\/runs\/17$/m);
  for (const fault of ['critical-alert', 'mfa-off', 'audit-missing']) {
    await server.app.faults.switchOn(fault);
    const bad = await evidence();
    assert.match(bad.text, /^Verdict: NO-GO$/m, fault);
    assert.strictEqual(bad.text.match(/\| FAIL \|/g).length, 1, fault);
    await server.app.faults.reset();
  }
  assert.match((await evidence({ APP_FAULTS: 'evidence-disagrees' })).text, /^Verdict: NO-GO$/m);
  assert.doesNotMatch((await evidence({ APP_FAULTS: 'evidence-no-verdict' })).text, /^Verdict/m);
  await fails('launch-evidence', /cannot be written/, { APP_FAULTS: 'evidence-fails' });
});

test('every fault that a script itself looks at is tried above; the others are tried as a kind, in changes.test.js', () => {
  const text = fs.readFileSync(__filename, 'utf8');
  for (const name of faultNames().filter((one) => loadFault(one).applies === 'script' && !loadFault(one).scripts)) assert.ok(text.includes(`${name}'`) || text.includes(`${name} `), name);
});

test('npm ends with the status of the script', async () => {
  assert.strictEqual((await run('npm', ['run', '--silent', 'migrate:safety'], env)).code, 0);
  assert.notStrictEqual((await run('npm', ['run', '--silent', 'migrate:safety'], { ...env, APP_FAULTS: 'destructive-migration' })).code, 0);
});

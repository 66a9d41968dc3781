// The server as a process: it starts, says where, takes faults, stops, and leaves nothing behind.
'use strict';

const { test, beforeEach, afterEach } = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { node, run, startProcess, temporaryDir, waitFor } = require('./processes');
const { ROOT } = require('../../config');

let dir;
let env;
let running;
beforeEach(async () => {
  dir = temporaryDir();
  env = { DATABASE_URL: `sqlite:${path.join(dir, 'app.db')}`, APP_VAR_DIR: path.join(dir, 'var') };
  running = null;
});
afterEach(async () => {
  if (running && running.child.exitCode === null) running.child.kill('SIGKILL');
  fs.rmSync(dir, { recursive: true, force: true });
});

const seed = (more = {}) => node('scripts/seed.js', { ...env, ...more });
const ctl = (socket, ...words) => node('faults/ctl.js', {}, socket, ...words);

async function refused(base) {
  return fetch(base).then(() => false, () => true);
}

test('npm start listens, answers, and stops on SIGTERM without a trace', async () => {
  await seed();
  const before = fs.readdirSync(dir).sort();
  running = await startProcess('npm', ['start', '--silent'], env, dir);
  assert.strictEqual((await fetch(`${running.base}/healthz`)).status, 200);
  running.child.kill('SIGTERM');
  const end = await running.ended;
  assert.strictEqual(end.stdout, `listening on ${running.base}\n`);
  await waitFor(() => !fs.existsSync(running.ready), 'the end of the server');
  assert.ok(await refused(running.base));
  assert.deepStrictEqual(fs.readdirSync(dir).sort(), before);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} stops the server with status 0, also with a connection open`, async () => {
    await seed();
    running = await startProcess(process.execPath, ['server.js'], env, dir);
    const connection = require('node:net').connect(new URL(running.base).port, '127.0.0.1');
    connection.on('error', () => {});
    await new Promise((resolve) => connection.on('connect', resolve));
    running.child.kill(signal);
    assert.strictEqual((await running.ended).code, 0);
    connection.destroy();
  });
}

test('with APP_EXIT_WITH_STDIN the server ends with its standard input', async () => {
  await seed();
  running = await startProcess(process.execPath, ['server.js'], { ...env, APP_EXIT_WITH_STDIN: 'true' }, dir);
  running.child.stdin.end();
  assert.strictEqual((await running.ended).code, 0);
});

test('a start that cannot work says why', async () => {
  const unseeded = await node('server.js', { ...env, PORT: '0' });
  assert.strictEqual(unseeded.code, 1);
  assert.match(unseeded.stderr, /cannot start: the database has no tables yet: run "npm run seed" first/);
  await seed();
  assert.match((await node('server.js', { ...env, PORT: 'x' })).stderr, /PORT must be a number/);
  assert.match((await node('server.js', { ...env, PORT: '0', APP_FAULTS: 'no-such' })).stderr, /there is no fault "no-such"/);
  assert.match((await node('server.js', { ...env, DATABASE_URL: 'mysql://x' })).stderr, /DATABASE_URL must be/);
});

test('the control socket switches faults, and their data is put back at the end', async () => {
  await seed();
  const socket = path.join(dir, 'control');
  running = await startProcess(process.execPath, ['server.js'], { ...env, APP_CONTROL_SOCKET: socket, APP_FAULTS: 'status-page-down' }, dir);
  const status = async () => (await fetch(`${running.base}/status`)).status;
  const mfa = async () => {
    const response = await fetch(`${running.base}/api/dashboard/security/policy`, { headers: { authorization: 'Bearer admin-bearer-token-0001' } });
    return (await response.json()).mfa.enforced;
  };
  assert.strictEqual(await status(), 503);
  assert.strictEqual((await ctl(socket, 'off', 'status-page-down')).stdout, 'ok off status-page-down\n');
  assert.strictEqual(await status(), 200);
  assert.strictEqual((await ctl(socket, 'on', 'mfa-off')).stdout, 'ok on mfa-off\n');
  assert.strictEqual(await mfa(), false);
  assert.match((await ctl(socket, 'list')).stdout, /^mfa-off on MFA is not enforced for any tenant\.$/m);
  assert.deepStrictEqual(await ctl(socket, 'on', 'no-such'), { code: 1, stdout: '', stderr: 'faults: there is no fault "no-such"; see tests/app/faults\n' });
  assert.strictEqual((await ctl(socket, 'reset')).code, 0);
  assert.strictEqual(await mfa(), true);
  await ctl(socket, 'on', 'mfa-off');
  running.child.kill('SIGTERM');
  assert.strictEqual((await running.ended).code, 0);
  assert.ok(!fs.existsSync(socket));
  running = await startProcess(process.execPath, ['server.js'], env, dir);
  assert.strictEqual(await mfa(), true);
  running.child.kill('SIGTERM');
  await running.ended;
});

test('locks hold between the application and the sqlite3 program, both ways', async (t) => {
  const file = path.join(dir, 'app.db');
  if ((await run('sqlite3', ['-version']).catch(() => ({ code: 1 }))).code !== 0) return t.skip('there is no sqlite3 program here');
  await seed();
  const Database = require('libsql');
  const ours = new Database(file, { timeout: 0 });
  ours.exec('BEGIN IMMEDIATE');
  const theirs = await run('sqlite3', [file, 'DELETE FROM alerts']);
  assert.match(theirs.stderr, /database is locked/);
  ours.exec('COMMIT');
  const holder = require('node:child_process').spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'ignore'] });
  const locked = new Promise((resolve) => holder.stdout.once('data', resolve));
  holder.stdin.write('BEGIN IMMEDIATE; SELECT 1;\n');
  await locked;
  assert.throws(() => ours.exec('DELETE FROM alerts'), { code: 'SQLITE_BUSY' });
  const ended = new Promise((resolve) => holder.on('close', resolve));
  holder.stdin.end('COMMIT;\n');
  await ended;
  ours.exec('DELETE FROM alerts');
  ours.close();
});

test('the same seed gives the same rows', async () => {
  const at = { APP_SEED_NOW: '2024-07-01T12:00:00Z' };
  const dump = async () => {
    await seed(at);
    const { openDatabase } = require('../../db');
    const db = await openDatabase(env.DATABASE_URL);
    const rows = {};
    for (const table of require('../../db/tables').ALL.filter((name) => name !== '_prisma_migrations')) rows[table] = await db.all(`SELECT * FROM ${table} ORDER BY 1, 2`);
    await db.close();
    return rows;
  };
  assert.deepStrictEqual(await dump(), await dump());
});

test('no registry is named in the lock files', () => {
  for (const file of ['package-lock.json', 'frontend/package-lock.json']) {
    assert.doesNotMatch(fs.readFileSync(path.join(ROOT, file), 'utf8'), /"resolved"|https?:/);
  }
});

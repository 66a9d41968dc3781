// npm test, test:security, test:reliability: runs the tests of one folder with Node's test runner, and cleans up after them.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { ROOT } = require('../config');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

// What the server under test has wrong, when these tests are to fail.
const PLANTED = { security: ['security-test-fails', 'member-can-admin'], reliability: ['reliability-test-fails', 'dead-letter-stuck'] };

function testEnvironment(suite, tmp) {
  const env = { ...process.env, APP_TEST_TMP: tmp };
  for (const name of ['APP_FAULTS', 'APP_TEST_FAULTS', 'APP_MIGRATE_UPTO', 'NODE_TEST_CONTEXT', 'NODE_OPTIONS']) delete env[name];
  env.APP_VAR_DIR = path.join(tmp, 'var');
  const [fault, planted] = PLANTED[suite] || [];
  if (fault && scriptFault(fault)) env.APP_TEST_FAULTS = planted;
  return env;
}

// One line a test where this Node can: from 18.15 on.
const [major, minor] = process.versions.node.split('.').map(Number);
const REPORTER = major > 18 || minor >= 15 ? ['--test-reporter=spec'] : [];

async function runNode(files, env) {
  const child = spawn(process.execPath, ['--test', ...REPORTER, ...files], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const stop = () => child.kill('SIGTERM');
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code === null ? 1 : code));
  });
}

main('tests', async () => {
  const suite = process.argv[2];
  const dir = path.join(ROOT, 'test', suite || '');
  if (!suite || !fs.existsSync(dir)) fail('usage: node scripts/run-tests.js self|security|reliability');
  const files = fs.readdirSync(dir).filter((name) => name.endsWith('.test.js')).sort().map((name) => path.join('test', suite, name));
  if (files.length === 0) fail(`there are no ${suite} tests`);
  const tmp = fs.mkdtempSync(path.join(os.tmpdir(), 'app-test-'));
  let status;
  try {
    status = await runNode(files, testEnvironment(suite, tmp));
  } finally {
    fs.rmSync(tmp, { recursive: true, force: true });
  }
  if (status !== 0) fail(`the ${suite} tests failed`);
  say(`tests: the ${suite} tests passed`);
});

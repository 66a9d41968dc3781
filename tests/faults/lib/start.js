// How a run is started: the arguments of the runbook, its environment, the servers that it needs, several at a time.
'use strict';

const path = require('node:path');
const { spawn } = require('node:child_process');

const PROJECT = path.join(__dirname, '..', '..', '..');
const RUNBOOKS = path.join(PROJECT, 'runbooks');
const QUICK_NPM = path.join(__dirname, '..', 'bin');
const TIMEOUT_MS = 180000;
const CREDENTIALS = { LAUNCH_ADMIN_BEARER_TOKEN: 'admin-bearer-token-0001', LAUNCH_MEMBER_BEARER_TOKEN: 'member-bearer-token-0001' };

function argumentsOf(run) {
  return [
    path.join(RUNBOOKS, `${run.runbook}.yaml`),
    ...Object.entries(run.inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ...Object.entries(run.answers).flatMap(([name, value]) => ['--answer', `${name}=${value}`]),
    ...(run.only || []).flatMap((address) => ['--only', address]),
    ...(run.skip ? ['--skip', run.skip] : []),
  ];
}

function start(binary, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    child.stdout.on('data', (chunk) => parts.push(chunk));
    child.stderr.on('data', (chunk) => parts.push(chunk));
    const impatience = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(impatience);
      resolve({ status: signal || status, text: Buffer.concat(parts).toString() });
    });
  });
}

// The healthy runs, and those that are not quick, have the real npm.
const pathOf = (run) => (run.fault && (run.place.quick || !run.place.writes) ? { PATH: `${QUICK_NPM}:${process.env.PATH}` } : {});

function environmentOf(run, place) {
  return { ...pathOf(run), ...CREDENTIALS, LAUNCH_BASE_URL: place.address, DATABASE_URL: place.database, LAUNCH_TIMEOUT_MS: '30000', APP_FAULTS: run.faults.join(','), NO_COLOR: '1', ...run.environment };
}

const runAt = (options, place, folder, run, environment) =>
  start(options.binary, ['run', ...argumentsOf(run), '--dir', place.app, '--run-dir', folder, '--as', 'matrix', '-q'], environment);

// Its first line is the address; it ends with its standard input.
function startPostgres() {
  const child = spawn(path.join(PROJECT, 'tests', 'tools', 'pg_cluster'), { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve({ url: text.split('\n')[0], stop: () => child.stdin.destroy() });
    });
    child.on('error', reject);
    child.on('exit', (status) => (status === 77 ? process.exit(77) : reject(new Error(`the PostgreSQL server ended with status ${status}`))));
  });
}

async function together(jobs, list, work) {
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      next += 1;
      await work(list[next - 1]);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

module.exports = { PROJECT, RUNBOOKS, argumentsOf, environmentOf, runAt, start, startPostgres, together };

// Running the application and its scripts as processes, and asking how they ended.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { ROOT } = require('../../config');

const temporaryDir = () => fs.mkdtempSync(path.join(process.env.APP_TEST_TMP || os.tmpdir(), 'app-self-'));

function environment(extra) {
  const env = { ...process.env, ...extra };
  delete env.NODE_TEST_CONTEXT;
  return env;
}

// Resolves to { code, stdout, stderr } when the process has ended.
function run(command, args, env = {}, cwd = ROOT) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => { output.stdout += data; });
    child.stderr.on('data', (data) => { output.stderr += data; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

const node = (file, env, ...args) => run(process.execPath, [path.join(ROOT, file), ...args], env);

async function waitFor(condition, what) {
  const deadline = Date.now() + 10000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// Starts the server as a process; resolves to { base, child, ended } once it listens.
async function startProcess(command, args, env, dir) {
  const ready = path.join(dir, 'ready');
  const child = spawn(command, args, { cwd: ROOT, env: environment({ PORT: '0', APP_READY_FILE: ready, ...env }), stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => { output.stdout += data; });
  child.stderr.on('data', (data) => { output.stderr += data; });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...output })));
  await waitFor(() => fs.existsSync(ready) || child.exitCode !== null, 'the server');
  if (!fs.existsSync(ready)) throw new Error(`the server did not start: ${output.stderr}`);
  return { base: fs.readFileSync(ready, 'utf8').trim(), child, ended, ready };
}

module.exports = { temporaryDir, run, node, startProcess, waitFor };

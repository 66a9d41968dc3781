// Runs the program in a folder of its own and keeps everything that anyone could see of it.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { spawn, spawnSync } = require('node:child_process');

const BIN = process.env.RUNBOOK_BIN;
const LIB = __dirname;

function environment(kind) {
  const { PATH, HOME, LANG, TMPDIR, RUNBOOK_LOCKS, XDG_STATE_HOME } = process.env;
  const own = { PATH, HOME, LANG, TMPDIR, RUNBOOK_LOCKS, XDG_STATE_HOME, NO_COLOR: '1', ...kind.env };
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

// What stands in /proc of a process and its children: arguments of all, the environment of those that were given no secret.
function lookAtProcesses(pid, seen) {
  const read = (name) => { try { return fs.readFileSync(name, 'utf8'); } catch { return ''; } };
  const limits = read(`/proc/${pid}/limits`).split('\n').find((line) => line.startsWith('Max core file size'));
  // At first they are those of who started it.
  if (limits && read(`/proc/${pid}/comm`).trim() === 'runbook') seen.core.set(pid, limits.replace(/ +/g, ' '));
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  for (const process of [String(pid), ...children]) {
    const argv = read(`/proc/${process}/cmdline`).replaceAll('\0', '\n');
    seen.argv.add(argv);
    if (argv.startsWith('sleep\n')) seen.environ.add(read(`/proc/${process}/environ`).replaceAll('\0', '\n'));
  }
  for (const child of children) lookAtProcesses(Number(child), seen);
}

// Resolves to { status, text, argv, environ, core }.
function watched(argv, folder, env) {
  const seen = { argv: new Set(), environ: new Set(), core: new Map() };
  return new Promise((resolve) => {
    const child = spawn(argv[0], argv.slice(1), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    const timer = setInterval(() => lookAtProcesses(child.pid, seen), 20);
    child.on('close', (status) => {
      clearInterval(timer);
      resolve({ status, text: Buffer.concat(parts).toString(), argv: [...seen.argv].join('\n'), environ: [...seen.environ].join('\n'), core: [...seen.core.values()] });
    });
  });
}

function run(words, folder, env) {
  const done = spawnSync(BIN, words, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
}

function formats() {
  const page = spawnSync(BIN, ['reference', 'commands'], { encoding: 'utf8' }).stdout;
  const found = [...page.slice(page.indexOf('## Reports')).matchAll(/^\| `([a-z]+)` \|/gm)].map((match) => match[1]);
  if (found.length === 0) throw new Error('the program lists no report');
  return found;
}

function put(folder, files) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
}

// A whole run, and every way of looking at it: { place: text }.
async function outputsOf(kind, folder, runbook) {
  put(folder, { 'main.yaml': runbook, ...kind.files });
  for (const name of ['print.js', 'ways.js']) fs.copyFileSync(path.join(LIB, name), path.join(folder, name));
  const env = environment(kind), args = kind.args || [];
  const command = [BIN, 'run', 'main.yaml', '--root', folder, '--run-dir', 'run', ...args];
  const reports = formats().flatMap((format) => ['--report', `${format}=live.${format}`]);
  const asked = kind.asks ? ['python3', path.join(LIB, 'type_secret.py'), 'The secret', ...command] : command;
  const ran = await watched([...asked, '-v', ...reports], folder, kind.asks ? { ...env, CANARY_TYPED: kind.asks } : env);
  const outputs = { terminal: ran.text, 'arguments in /proc': ran.argv, 'environment in /proc': ran.environ };
  if (![1, 4].includes(ran.status)) throw new Error(`${kind.name}: status ${ran.status}\n${ran.text}`);
  if (ran.core.some((limit) => !limit.startsWith('Max core file size 0 0 '))) outputs.core = ran.core.join('\n');
  outputs.journal = fs.readFileSync(path.join(folder, 'run/journal.jsonl'), 'utf8');
  for (const format of formats()) {
    outputs[`report ${format}, live`] = fs.readFileSync(path.join(folder, `live.${format}`), 'utf8');
    outputs[`report ${format}`] = run(['report', 'run', format], folder, env).text;
  }
  for (const words of [['show', 'run'], ['show', 'run', '-v'], ['show', 'run', '-q'], ['evidence', 'run'], ['verify', 'run'], ['runs']]) outputs[words.join(' ')] = run(words, folder, env).text;
  for (const words of [['check'], ['plan', ...args], ['doc']]) outputs[words[0]] = run([words[0], 'main.yaml', '--root', folder, ...words.slice(1)], folder, env).text;
  return outputs;
}

module.exports = { outputsOf, run, put, environment };

// Where the runs of the matrix take place: a prepared copy of the application, seeded databases to copy from, and for each run a
// copy, a database and a server of its own. Nothing outside of its folder is touched.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { execFileSync, execFile, spawn } = require('node:child_process');
const { promisify } = require('node:util');
const { edit, fileOf } = require('./edits');

const HERE = path.join(__dirname, '..', '..', 'app');
const LEFT_OUT = new Set(['node_modules', 'dist', 'var', '.git']);
// The test suites take their time and look at nothing outside of themselves. In a quick copy they say what they said in the first
// one; where the way in which they are run is what is wrong there, they are run, and the tests have their names alone.
const SUITES = ['security', 'reliability'];
const RUNNER = 'scripts/run-tests.js';
const MATTERS_TO_TESTS = [RUNNER, 'scripts/lib/report.js', 'test/'];

const run = promisify(execFile);
const sh = (cwd, program, ...args) => execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

function copyApplication(to) {
  fs.cpSync(HERE, to, { recursive: true, filter: (file) => !LEFT_OUT.has(path.basename(file)) });
}

// The packages lie one folder above the copies, where Node finds them too: so `npm ci` in a copy has nothing to fetch.
function installPackages(root) {
  const files = ['package.json', 'package-lock.json', '.npmrc'];
  for (const name of files) fs.copyFileSync(path.join(HERE, name), path.join(root, name));
  sh(root, 'npm', 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
  for (const name of files) fs.rmSync(path.join(root, name));
}

function withoutPackages(folder) {
  const edit = (name, change) => {
    const file = path.join(folder, name);
    const json = JSON.parse(fs.readFileSync(file, 'utf8'));
    change(json);
    fs.writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
  };
  edit('package.json', (json) => delete json.dependencies);
  edit('package-lock.json', (json) => {
    json.packages = { '': json.packages[''] };
    delete json.packages[''].dependencies;
  });
}

function emptyTests(folder, name) {
  const suite = path.join('test', name);
  const files = fs.readdirSync(path.join(folder, suite)).filter((name) => name.endsWith('.test.js')).map((name) => path.join(suite, name));
  for (const file of files) {
    const names = [...fs.readFileSync(path.join(folder, file), 'utf8').matchAll(/^test\(('.*?'),/gm)].map(([, name]) => name);
    fs.writeFileSync(path.join(folder, file), ["const { test } = require('node:test');", 'let server;', ...names.map((name) => `test(${name}, () => server);`), ''].join('\n'));
  }
  return files;
}

const AUTHOR = ['-c', 'user.name=matrix', '-c', 'user.email=matrix@example.com', '-c', 'commit.gpgsign=false'];

// What is different in a copy is none of the commit's business.
const unnoticed = (folder, files) => sh(folder, 'git', 'update-index', '--assume-unchanged', ...files);

// One commit, so that there is a subject to judge.
function commit(folder) {
  sh(folder, 'git', 'init', '--quiet');
  sh(folder, 'git', 'add', '--all');
  sh(folder, 'git', ...AUTHOR, 'commit', '--quiet', '--message', 'as it is');
  sh(folder, 'git', 'gc', '--quiet'); // it is copied often
  fs.rmSync(path.join(folder, '.git', 'hooks'), { recursive: true, force: true });
}

class Workshop {
  constructor({ postgres = '' } = {}) {
    this.postgres = postgres;
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-'));
    this.base = path.join(this.root, 'app');
    this.count = 0;
    this.seeded = new Map();
  }

  async prepare() {
    copyApplication(this.base);
    installPackages(this.root);
    withoutPackages(this.base);
    commit(this.base);
    process.env.APP_VAR_DIR = path.join(this.root, 'var');
    this.startApp = require(path.join(this.base, 'app.js')).startApp;
    this.db = require(path.join(this.base, 'db'));
    this.seedDatabase = require(path.join(this.base, 'db', 'seed')).seedDatabase;
    this.migrations = path.join(this.base, 'prisma', 'migrations');
    this.migrate = require(path.join(this.base, 'db', 'migrate'));
    this.commitId = sh(this.base, 'git', 'rev-parse', 'HEAD').trim();
  }

  // What the test suites say where nothing is wrong: made once, when first asked for.
  record() {
    const asked = async (suite) => {
      const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('APP_')));
      const { stdout } = await run(process.execPath, [RUNNER, suite], { cwd: this.base, env: environment });
      fs.writeFileSync(path.join(this.root, `${suite}.txt`), stdout);
    };
    this.recorded ||= Promise.all(SUITES.map(asked));
    return this.recorded;
  }

  // Gives back the files that are not as they were committed.
  async quicken(app, faults, scripts) {
    const { loadFault, parseFaults } = require(path.join(this.base, 'faults', 'lib', 'names.js'));
    const ofTests = parseFaults(faults).map(({ name }) => loadFault(name))
      .some((fault) => (fault.script || '').startsWith('npm run test') || (fault.scripts || []).some((one) => one.file === RUNNER));
    if (ofTests || scripts.some((script) => MATTERS_TO_TESTS.some((file) => fileOf(script).startsWith(file)))) {
      return SUITES.flatMap((suite) => emptyTests(app, suite));
    }
    await this.record();
    const said = JSON.stringify(this.root);
    fs.writeFileSync(path.join(app, RUNNER), `process.stdout.write(require('node:fs').readFileSync(\`\${${said}}/\${process.argv[2]}.txt\`));\n`);
    return [RUNNER];
  }

  // ── databases ──

  async onServer(statement) {
    const { Client } = require(path.join(this.root, 'node_modules', 'pg'));
    const client = new Client({ connectionString: this.postgres });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  place(name) {
    if (!this.postgres) return `sqlite:${path.join(this.root, `${name}.db`)}`;
    const url = new URL(this.postgres);
    url.pathname = `/${name}`;
    return url.href;
  }

  backups(name) {
    return this.postgres ? path.join(this.root, 'var', 'backups', name) : path.join(this.root, `${name}.db.backups`);
  }

  // The database to copy from: "full", "production", "empty" (tables without rows), or with the migrations up to the one that is named.
  async seed(upto) {
    if (this.seeded.has(upto)) return this.seeded.get(upto);
    const name = `seed_${this.seeded.size}`;
    this.seeded.set(upto, name);
    if (this.postgres) await this.onServer(`CREATE DATABASE ${name}`);
    const db = await this.db.openDatabase(this.place(name));
    try {
      if (upto === 'empty') await this.migrate.deployMigrations(db, this.migrate.readMigrations(this.migrations));
      else {
        const environment = upto === 'production' ? 'production' : 'staging';
        const last = ['full', 'production'].includes(upto) ? '' : upto;
        await this.seedDatabase(db, { migrationsDir: this.migrations, databaseUrl: this.place(name), upto: last, environment });
      }
    } finally {
      await db.close();
    }
    return name;
  }

  async copyDatabase(upto, name) {
    const from = await this.seed(upto);
    if (this.postgres) await this.onServer(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    else fs.copyFileSync(path.join(this.root, `${from}.db`), path.join(this.root, `${name}.db`));
    if (fs.existsSync(this.backups(from))) fs.cpSync(this.backups(from), this.backups(name), { recursive: true });
    return this.place(name);
  }

  async dropDatabase(name) {
    if (this.postgres) await this.onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    else fs.rmSync(path.join(this.root, `${name}.db`), { force: true });
    fs.rmSync(this.backups(name), { recursive: true, force: true });
  }

  // ── one run's place ──

  // A script of the application is not as it should be; the commit does not notice. Returns what takes it back.
  edit(app, name) {
    const { file, undo } = edit(app, name);
    unnoticed(app, [file]);
    return undo;
  }

  // A copy with one line of its sources changed, as if it had been committed like that.
  async mutated({ file, text }) {
    this.count += 1;
    const app = path.join(this.root, `mutated_${this.count}`);
    await run('cp', ['-R', this.base, app]);
    fs.writeFileSync(path.join(app, file), text);
    unnoticed(app, [file, ...(await this.quicken(app, '', []))]);
    return app;
  }

  // A server of its own process: what is changed there may end it, and must not end us.
  async startProcess(app, database, folder) {
    const ready = path.join(folder, 'ready');
    const environment = { ...process.env, HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database, APP_READY_FILE: ready, APP_COMMIT: this.commitId, APP_JOB_MS: '1', APP_EXIT_WITH_STDIN: 'true', APP_FAULTS: '' };
    const child = spawn(process.execPath, ['server.js'], { cwd: app, env: environment, stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!fs.existsSync(ready) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    if (child.exitCode !== null) return null;
    const port = new URL(fs.readFileSync(ready, 'utf8').trim()).port;
    return { port, close: () => { child.kill('SIGKILL'); return ended; } };
  }

  // mutated: a copy that is there already, with a server of its own process; upto: which database; writes: the runbook writes into the application's folder; quick: without the test suites; remove: a path
  // that is missing from it; scripts: edits of its sources, by their names; edited: a file of it that is not as it was committed; other: the server has another database than the one that the runbook is given.
  async open({ upto = 'full', faults = '', writes = false, quick = false, remove = '', other = false, given = '', edited = '', scripts = [], mutated = '' }) {
    this.count += 1;
    const name = `run_${this.count}`;
    const folder = path.join(this.root, name);
    fs.mkdirSync(folder);
    const app = mutated ? mutated : writes || quick || remove || edited || scripts.length > 0 ? path.join(folder, 'app') : this.base;
    if (![this.base, mutated].includes(app)) await run('cp', ['-R', this.base, app]);
    if (quick && !mutated) unnoticed(app, await this.quicken(app, faults, scripts));
    for (const script of scripts) this.edit(app, script);
    if (edited) fs.appendFileSync(path.join(app, edited), '\n');
    if (remove) fs.rmSync(path.join(app, remove), { recursive: true });
    const database = await this.copyDatabase(given || upto, name);
    const behind = other || given ? await this.copyDatabase(upto, `${name}_other`) : database;
    const server = mutated ? await this.startProcess(app, behind, folder)
      : await this.startApp({ databaseUrl: behind, commit: this.commitId, jobMs: 0, slowMs: 2200, faults });
    if (!server) return null; // it does not start
    return {
      folder, app, database, address: `http://127.0.0.1:${server.port}`,
      switchOn: (fault) => server.faults.attach(server.db, fault),
      reset: () => server.faults.reset(),
      close: async () => {
        await server.close();
        await this.dropDatabase(name);
        await this.dropDatabase(`${name}_other`);
        fs.rmSync(folder, { recursive: true, force: true });
      },
    };
  }

  close() {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

module.exports = { Workshop, AUTHOR };

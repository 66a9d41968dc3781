// Scripts of the application that do less than they say: edits of its sources, made in the copy in which a run takes place.
// NAME: [file, what stands there, what is put in its place]. What does not stand there exactly once is refused.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const LONG_AGO = "new Date('2024-01-01T00:00:00Z')";

const EDITS = {
  // ── whatever fails is told, and the script ends with 0 ──
  'failures-end-with-0': ['scripts/lib/report.js', 'process.exitCode = 1;', 'process.exitCode = 0;'],
  'failed-checks-end-with-0': ['scripts/lib/checks.js', 'if (this.failed.length > 0) fail(', 'if (this.failed.length > 0) return say('],
  'failed-checks-are-forgotten': ['scripts/lib/checks.js', 'if (this.failed.length > 0) fail(', 'if (this.failed.length > 99) fail('],

  // ── builds ──
  'build-makes-nothing': ['scripts/build.js', "  fs.writeFileSync(path.join(ROOT, 'dist', 'build-info.json'), `${JSON.stringify(info, null, 2)}\\n`);\n", ''],
  'build-tells-and-goes-on': ['scripts/build.js', 'const sources = readSources();', "const sources = readSources();\n  say('build: scripts/ops-backup.js does not parse: Unexpected end of input');"],
  'build-digest-of-nothing': ['scripts/build.js', 'source_sha256: digestOf(sources)', 'source_sha256: digestOf([])'],
  'tests-get-a-second-try': ['scripts/run-tests.js', "status = await runNode(", "say('✖ signing in takes the right password (1.2ms)');\n    status = await runNode("],
  'frontend-of-other-version': ['frontend/package.json', '"version": "1.4.0"', '"version": "1.3.2"'],
  'volume-without-size': ['scripts/lib/volume.js', '{ accounts: 220, integration_runs: 180, audit_log: 260 }', '{ accounts: 0, integration_runs: 0, audit_log: 0 }'],
  'volume-dry-run-makes-a-table': ['scripts/db-seed-volume.js', "return say('volume seed: dry run", "const db = await openDatabase(databaseUrl());\n    await db.exec('CREATE TABLE IF NOT EXISTS volume_plan (id TEXT)');\n    await db.close();\n    return say('volume seed: dry run"],
  'load-of-four': ['scripts/lib/load.js', 'const REQUESTS = 240;', 'const REQUESTS = 4;'],
  'build-empties-package': ['scripts/build.js', "  say(`build: ", "  fs.writeFileSync(path.join(ROOT, 'package.json'), '{\"version\": \"\"}');\n  say(`build: "],
  'build-forgets-the-index': ['scripts/build.js', "  say(`build: ", "  fs.rmSync(path.join(ROOT, '.git', 'index'), { force: true });\n  say(`build: "],
  'frontend-build-empties-package': ['frontend/build.js', "main('frontend build', ", "process.on('exit', () => fs.writeFileSync(path.join(__dirname, 'package.json'), '{\"version\": \"\"}'));\nmain('frontend build', "],
  'frontend-build-takes-sources-away': ['frontend/build.js', "main('frontend build', ", "process.on('exit', () => fs.rmSync(path.join(SRC, 'style.css')));\nmain('frontend build', "],
  'build-of-nothing': ['scripts/build.js', 'const sources = readSources();', 'const sources = [];'],
  'build-leaves-routes-out': ['scripts/lib/sources.js', "'pages', 'routes', 'scripts'", "'pages', 'scripts'"],
  'build-of-another-commit': ['scripts/build.js', 'commit: commit()', "commit: '0'.repeat(40)"],
  'build-of-another-version': ['scripts/build.js', 'const info = { version,', "const info = { version: '1.3.2',"],
  'build-is-old': ['scripts/build.js', '  say(`build:', `  fs.utimesSync(path.join(ROOT, 'dist', 'build-info.json'), ${LONG_AGO}, ${LONG_AGO});\n  say(\`build:`],
  'frontend-build-makes-nothing': ['frontend/build.js', 'for (const [name, text] of write) fs', 'for (const [name, text] of []) fs'],
  'frontend-build-leaves-assets-out': ['frontend/build.js', 'for (const [name, text] of write) fs', "for (const [name, text] of write.filter(([one]) => !one.endsWith('.css'))) fs"],
  'frontend-build-names-no-styles': ['frontend/build.js', 'index_sha256: hashOf(html), assets }', "index_sha256: hashOf(html), assets: { 'app.js': assets['app.js'] } }"],
  'frontend-build-cuts-files-off': ['frontend/build.js', "fs.writeFileSync(path.join(DIST, name), text)", "fs.writeFileSync(path.join(DIST, name), name.endsWith('.js') ? text.slice(0, 9) : text)"],
  'frontend-build-of-another-version': ['frontend/build.js', "version: require('./package.json').version", "version: '1.3.2'"],
  'frontend-build-is-old': ['frontend/build.js', '  say(`frontend build:', `  fs.utimesSync(path.join(DIST, 'manifest.json'), ${LONG_AGO}, ${LONG_AGO});\n  say(\`frontend build:`],

  // ── the migration safety gate ──
  'safety-reads-one-migration': ['scripts/migrate-safety.js', 'const migrations = readMigrations(DIR);', 'const migrations = readMigrations(DIR).slice(0, 1);'],
  'safety-knows-no-columns': ['scripts/lib/sql-safety.js', '\\bDROP\\s+(COLUMN', '\\bDROPPED\\s+(COLUMN'],
  'safety-accepts-everything': ['scripts/migrate-safety.js', 'found.filter((entry) => !accepted.has(keyOf(entry)))', 'found.filter(() => false)'],

  'migration-destroys': ['prisma/migrations/20240617090000_account_notes/migration.sql', 'CREATE TABLE account_notes', 'DROP TABLE IF EXISTS old_notes;\nCREATE TABLE account_notes'],
  'baseline-of-another-branch': ['prisma/migration-safety-baseline.json', '"20240520090000_operations"', '"20240521090000_operations"'],

  // ── tests ──
  'tests-are-skipped': ['scripts/run-tests.js', "['--test', ", "['--test', '--test-name-pattern=^none of them$', "],
  'tests-are-not-run': ['scripts/run-tests.js', 'status = await runNode(files, testEnvironment(suite, tmp));', 'status = 0;'],
  'tests-of-one-file': ['scripts/run-tests.js', 'await runNode(files, ', 'await runNode(files.slice(0, 1), '],
  'tests-of-reliability-alone': ['scripts/run-tests.js', "const suite = process.argv[2];", "const suite = process.argv[2] && 'reliability';"],
  'tests-that-fail-are-forgotten': ['scripts/run-tests.js', 'if (status !== 0) fail', 'if (status > 99) fail'],
  'one-test-fails': ['test/security/access.test.js', 'let server;', "let server;\ntest('one more', () => { throw new Error('no'); });"],
  'one-test-is-skipped': ['test/security/access.test.js', 'let server;', "let server;\ntest('one more', { skip: true }, () => {});"],
  'one-test-is-to-be-done': ['test/security/access.test.js', 'let server;', "let server;\ntest('one more', { todo: true }, () => {});"],

  'tests-of-security-alone': ['scripts/run-tests.js', "const suite = process.argv[2];", "const suite = process.argv[2] && 'security';"],
  'one-reliability-test-fails': ['test/reliability/integrations.test.js', 'let server;', "let server;\ntest('one more', () => { throw new Error('no'); });"],
  'one-reliability-test-is-skipped': ['test/reliability/integrations.test.js', 'let server;', "let server;\ntest('one more', { skip: true }, () => {});"],

  // ── the release gate ──
  'gate-without-security-tests': ['scripts/launch-gate.js', "  await script('security tests', 'scripts/run-tests.js', 'security');\n", ''],
  'gate-without-migration-safety': ['scripts/launch-gate.js', "  await script('migration safety', 'scripts/migrate-safety.js');\n", ''],
  'gate-runs-no-part': ['scripts/launch-gate.js', 'const status = await runScript(file, args);', 'const status = file ? 0 : args;'],
  'gate-believes-its-parts': ['scripts/launch-gate.js', "return status === 0 ? '' : `exit status ${status}`;", "return status < 99 ? '' : `exit status ${status}`;"],
  'gate-heeds-no-smoke': ['scripts/launch-gate.js', "if (wanted('LAUNCH_POST_DEPLOY_SMOKE'))", "if (wanted('POST_DEPLOY_SMOKE'))"],
  'gate-heeds-no-controls': ['scripts/launch-gate.js', "if (wanted('LAUNCH_VALIDATE_ADMIN_CONTROLS'))", "if (wanted('VALIDATE_ADMIN_CONTROLS'))"],
  'gate-heeds-no-p1': ['scripts/launch-gate.js', "const p1 = process.argv.includes('--p1');", "const p1 = process.argv.includes('--p2');"],
  'gate-heeds-no-volume': ['scripts/launch-gate.js', "const volume = process.argv.includes('--volume-seed') || wanted('LAUNCH_GATE_VOLUME_SEED');", 'const volume = false;'],
  'load-of-nothing': ['scripts/lib/load.js', 'const REQUESTS = 240;', 'const REQUESTS = 0;'],
  'load-that-fails-is-fine': ['scripts/lib/load.js', 'return response.status === 200;', 'return response.status === 299;', 'if (errors > 0)', 'if (errors > 9999)'],
  'load-that-is-slow-is-fine': ['scripts/lib/load.js', "return p95 <= P95_LIMIT_MS ? ''", "return p95 > 0 ? ''"],

  // ── the volume profile ──
  'dry-run-writes-elsewhere': ['scripts/db-seed-volume.js', "return say('volume seed: dry run",
    "const db = await openDatabase(databaseUrl());\n    await db.insert('app_settings', { key: 'volume', value: 'sized' });\n    await db.close();\n    return say('volume seed: dry run"],
  'dry-run-changes-rows': ['scripts/db-seed-volume.js', "return say('volume seed: dry run",
    "const db = await openDatabase(databaseUrl());\n    await db.run('UPDATE accounts SET health_score = health_score + 1');\n    await db.close();\n    return say('volume seed: dry run"],
  'volume-of-nothing': ['scripts/lib/volume.js', 'accounts: 600, integration_runs: 1200, audit_log: 1200', 'accounts: 0, integration_runs: 0, audit_log: 0'],
  'volume-without-accounts': ['scripts/lib/volume.js', 'const PROFILE = { accounts: 600, ', 'const PROFILE = { '],
  'volume-adds-up-wrongly': ['scripts/lib/volume.js', 'sum + one.rows, 0)', 'sum + one.rows, 0) / 2'],
  'volume-over-its-limit-is-fine': ['scripts/db-seed-volume.js', 'if (bytes > plan.limit) fail', 'if (bytes > 99 * plan.limit) fail'],

  // ── what go/no-go runs ──
  'checklist-asks-nothing': ['scripts/lib/checklist.js', 'async function runChecklist({ request, admin }, checks) {', 'async function runChecklist({ request, admin }, checks) {\n  if (checks) return;'],
  'checklist-asks-elsewhere': ['scripts/launch-checklist.js', 'say(`launch:checklist: ${client.baseUrl}`);', 'say(`launch:checklist: http://127.0.0.1:1`);'],
  'checklist-without-migrations': ['scripts/lib/checklist.js', "checks.make('no migration is pending'", "checks.make('health'"],
  'checklist-without-credentials': ['scripts/lib/checklist.js', 'of admin ? CRITICAL : []', 'of admin ? [] : []'],
  'smoke-asks-nothing': ['scripts/ops-smoke.js', 'const checks = new Checks();', "const checks = new Checks();\n  if (checks) return checks.finish('ops:smoke');"],
  'smoke-without-sign-in': ['scripts/ops-smoke.js', "checks.make('sign-in is asked for'", "checks.make('health'"],
  'controls-of-no-route': ['scripts/lib/admin-controls.js', "guardedRoutes().filter((route) => route.method === 'GET')", 'guardedRoutes().slice(0, 0)'],

  // ── evidence ──
  'evidence-of-another-commit': ['scripts/launch-evidence.js', '`Commit: ${commit()}`', "`Commit: ${'0'.repeat(40)}`"],
  'evidence-of-another-release': ['scripts/launch-evidence.js', '`Release: ${version}`', '`Release: 1.3.2`'],
  'evidence-of-another-place': ['scripts/launch-evidence.js', '`Base URL: ${baseUrl}`', '`Base URL: http://127.0.0.1:1`'],
  'evidence-without-ci': ['scripts/launch-evidence.js', 'process.env.CI_RUN_URL ?', 'process.env.CI_URL ?'],
  'evidence-is-old': ['scripts/launch-evidence.js', 'const at = new Date().toISOString();', `const at = ${LONG_AGO}.toISOString();`],
  'evidence-lacks-a-criterion': ['scripts/lib/criteria.js', "    await judge('Security tests', runsWell('scripts/run-tests.js', 'security')),\n", ''],
  'evidence-overlooks-failures': ['scripts/launch-evidence.js', 'criteria.every((one) => one.ok)', 'criteria.some((one) => one.ok)'],
  'evidence-says-otherwise': ['scripts/launch-evidence.js', 'say(`verdict: ${verdict}`);', 'say(`verdict: ${opposite[verdict]}`);'],
  'evidence-of-a-skipped-test': ['scripts/lib/criteria.js', "await judge('Security tests', runsWell('scripts/run-tests.js', 'security'))", "{ name: 'Security tests', ok: true, detail: 'skipped' }"],
  'evidence-of-alerts-not-asked': ['scripts/lib/criteria.js', "await judge('No unresolved CRITICAL alerts', () => noCriticalAlerts(client))", "{ name: 'No unresolved CRITICAL alerts', ok: true, detail: 'not asked' }"],
  'evidence-judges-twice': ['scripts/lib/criteria.js', "await judge('Security policy',", "await judge('Build', runsWell('scripts/build.js')),\n    await judge('Security policy',"],
  'evidence-passes-what-fails': ['scripts/lib/criteria.js', 'ok: !problem', 'ok: true'],
  'evidence-without-details': ['scripts/launch-evidence.js', '${cell(one.detail)}', ''],
  'evidence-prints-otherwise': ['scripts/launch-evidence.js', "say(`${one.ok ? 'ok    '", "say(`${!one.ok ? 'ok    '"],
  'evidence-elsewhere': ['scripts/launch-evidence.js', "path.join('docs', 'release-evidence')", "path.join('var', 'release-evidence')"],
};

// Returns what puts everything back.
function edit(folder, name) {
  if (!EDITS[name]) throw new Error(`there is no edit "${name}"; see tests/faults/lib/edits.js`);
  const [relative, ...pairs] = EDITS[name];
  const file = path.join(folder, relative);
  const before = fs.readFileSync(file, 'utf8');
  let text = before;
  for (let i = 0; i < pairs.length; i += 2) {
    if (text.split(pairs[i]).length !== 2) throw new Error(`edit "${name}": ${relative} does not have exactly once: ${pairs[i]}`);
    text = text.replace(pairs[i], () => pairs[i + 1]);
  }
  fs.writeFileSync(file, text);
  return { file: relative, undo: () => fs.writeFileSync(file, before) };
}

const fileOf = (name) => (EDITS[name] || [''])[0];

// Whether it can make a difference which database there is.
const hasDatabase = (name) => !/^(frontend\/|test\/|scripts\/(build|migrate-safety|run-tests|launch-gate|launch-evidence)\.js|scripts\/lib\/(checks|criteria|load|report|sources|sql-safety)\.js)/.test(fileOf(name));

const editNames = () => Object.keys(EDITS);

module.exports = { edit, editNames, fileOf, hasDatabase };

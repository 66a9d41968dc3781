// npm run launch:gate and launch:gate:p1: the release gate, every part of it, and one verdict.
'use strict';

const { ROOT, version } = require('../config');
const { runScript } = require('./lib/child');
const { Checks } = require('./lib/checks');
const { main, say } = require('./lib/report');
const { measureLoad, seedVolume } = require('./lib/load');
const { scriptFault } = require('../faults/lib/script-faults');

const wanted = (name) => process.env[name] === 'true';

// The one check that belongs to the gate alone: everything that is released together has one version.
function versionsAgree() {
  const found = ['package.json', 'package-lock.json', 'frontend/package.json', 'frontend/package-lock.json']
    .map((file) => [file, require(`${ROOT}/${file}`).version]);
  if (scriptFault('gate-fails')) found.push(['frontend/src/version', '0.0.0']);
  const other = found.find(([, its]) => its !== version);
  return other && `${other[0]} says ${other[1]}, package.json says ${version}`;
}

main('launch:gate', async () => {
  const p1 = process.argv.includes('--p1');
  const checks = new Checks();
  const script = (name, file, ...args) => checks.make(name, async () => {
    say(`--      ${name}`);
    const status = await runScript(file, args);
    return status === 0 ? '' : `exit status ${status}`;
  });

  await checks.make('versions agree', versionsAgree);
  await script('build', 'scripts/build.js');
  await script('migration safety', 'scripts/migrate-safety.js');
  await script('security tests', 'scripts/run-tests.js', 'security');
  await script('reliability tests', 'scripts/run-tests.js', 'reliability');
  if (wanted('LAUNCH_POST_DEPLOY_SMOKE')) await script('post-deploy smoke', 'scripts/ops-smoke.js');
  if (wanted('LAUNCH_VALIDATE_ADMIN_CONTROLS')) await script('admin controls', 'scripts/launch-validate-admin-controls.js');
  if (p1) {
    const volume = process.argv.includes('--volume-seed') || wanted('LAUNCH_GATE_VOLUME_SEED');
    if (volume) await checks.make('volume seed', seedVolume);
    await checks.make('load', () => measureLoad({ volume }));
  }
  checks.finish(p1 ? 'launch:gate:p1' : 'launch:gate');
});

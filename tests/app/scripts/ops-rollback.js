// npm run ops:rollback [-- --to VERSION]: makes the previous (or the named) release the current one.
'use strict';

const { createOperator } = require('./lib/operate');
const { main, say, fail } = require('./lib/report');
const { scriptFault } = require('../faults/lib/script-faults');

main('ops:rollback', async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--to');
  const to = at >= 0 ? args[at + 1] : undefined;
  if (args.length !== (at >= 0 ? 2 : 0) || (at >= 0 && !to)) fail('usage: npm run ops:rollback -- [--to VERSION]');
  const { ask } = createOperator();
  if (scriptFault('rollback-skipped')) return say('ops:rollback: done');
  const done = await ask('POST', '/api/dashboard/ops/releases/rollback', to ? { to } : {});
  const { current } = await ask('GET', '/api/dashboard/ops/releases');
  if (current !== done.to) fail(`the current release is ${current}, not ${done.to}`);
  return say(done.rolled_back ? `ops:rollback: from ${done.from} to ${done.to}` : `ops:rollback: ${done.to} is the current release already`);
});

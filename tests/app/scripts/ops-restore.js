// npm run ops:restore [-- --backup ID]: brings the newest (or the named) backup back and waits until that is done.
'use strict';

const { createOperator } = require('./lib/operate');
const { main, say, fail } = require('./lib/report');

main('ops:restore', async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--backup');
  let id = at >= 0 ? args[at + 1] : undefined;
  if (args.length !== (at >= 0 ? 2 : 0) || (at >= 0 && !id)) fail('usage: npm run ops:restore -- [--backup ID]');
  const { ask, settled } = createOperator();
  if (!id) {
    const { backups } = await ask('GET', '/api/dashboard/ops/backups');
    if (backups.length === 0) fail('there is no backup');
    id = backups[0].id;
  }
  const { restore } = await ask('POST', '/api/dashboard/ops/restores', { backup_id: id });
  const end = await settled(async () => (await ask('GET', `/api/dashboard/ops/restores/${restore.id}`)).restore);
  if (end.status !== 'succeeded') fail(`the restore of ${id} ${end.status}: ${end.error}`);
  say(`ops:restore: ${end.rows_restored} rows from ${id}`);
});

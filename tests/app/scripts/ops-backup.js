// npm run ops:backup: makes a backup now.
'use strict';

const { createOperator } = require('./lib/operate');
const { main, say, fail } = require('./lib/report');

main('ops:backup', async () => {
  const { ask } = createOperator();
  const { backup } = await ask('POST', '/api/dashboard/ops/backups', {});
  if (!backup.intact) fail(`backup ${backup.id} cannot be read back`);
  say(`ops:backup: ${backup.id}, ${backup.row_count} rows, sha256 ${backup.sha256}`);
});

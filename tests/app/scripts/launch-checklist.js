// npm run launch:checklist: is the application at LAUNCH_BASE_URL ready? With admin credentials the guarded endpoints too.
'use strict';

const { createClient } = require('./lib/client');
const { Checks } = require('./lib/checks');
const { main, say } = require('./lib/report');
const { runChecklist } = require('./lib/checklist');

main('launch:checklist', async () => {
  const client = createClient();
  const checks = new Checks();
  say(`launch:checklist: ${client.baseUrl}`);
  await runChecklist(client, checks);
  checks.finish('launch:checklist');
});

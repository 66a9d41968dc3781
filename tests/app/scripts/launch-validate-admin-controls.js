// npm run launch:validate-admin-controls: admin and member permissions at LAUNCH_BASE_URL. Changes nothing.
'use strict';

const { createClient } = require('./lib/client');
const { Checks } = require('./lib/checks');
const { main } = require('./lib/report');
const { runAdminControls } = require('./lib/admin-controls');

main('launch:validate-admin-controls', async () => {
  const client = createClient();
  const credentials = { admin: client.needAdmin(), member: client.needMember() };
  const checks = new Checks();
  await runAdminControls(client, credentials, checks);
  checks.finish('launch:validate-admin-controls');
});

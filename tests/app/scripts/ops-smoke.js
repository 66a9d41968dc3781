// npm run ops:smoke: a few quick questions to the application at LAUNCH_BASE_URL. Changes nothing.
'use strict';

const { createClient } = require('./lib/client');
const { Checks } = require('./lib/checks');
const { main } = require('./lib/report');

main('ops:smoke', async () => {
  const { request } = createClient();
  const checks = new Checks();
  await checks.make('health', async () => {
    const { status, json } = await request('GET', '/healthz');
    return status === 200 && json && json.status === 'ok' ? '' : `GET /healthz answered ${status}`;
  });
  await checks.make('self-check', async () => {
    const { status, json } = await request('GET', '/api/selfcheck');
    const failing = json && Array.isArray(json.checks) ? json.checks.filter((one) => !one.ok).map((one) => one.name) : [];
    return status === 200 && json && json.status === 'ok' ? '' : `GET /api/selfcheck answered ${status}, failing: ${failing.join(', ') || 'unknown'}`;
  });
  await checks.make('sign-in is asked for', async () => {
    const { status } = await request('GET', '/api/dashboard/me');
    return status === 401 ? '' : `GET /api/dashboard/me answered ${status} to nobody`;
  });
  checks.finish('ops:smoke');
});

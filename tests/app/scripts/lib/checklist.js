// The items of the launch checklist.
'use strict';

const CRITICAL = [
  '/api/dashboard/security/policy',
  '/api/dashboard/integrations/health',
  '/api/dashboard/ops/pipeline-status',
  '/api/dashboard/customer-success/health',
  '/api/dashboard/ops/alerts',
];

async function runChecklist({ request, admin }, checks) {
  await checks.make('health', async () => {
    const { status, json } = await request('GET', '/healthz');
    return status === 200 && json && json.status === 'ok' ? '' : `GET /healthz answered ${status}`;
  });
  await checks.make('no migration is pending', async () => {
    const { json } = await request('GET', '/healthz');
    if (!json || !json.migrations) return 'GET /healthz does not say';
    return json.migrations.pending === 0 ? '' : `pending: ${json.migrations.pending_names.join(', ')}`;
  });
  await checks.make('security headers', async () => {
    const { headers } = await request('GET', '/status');
    const missing = ['x-content-type-options', 'x-frame-options'].filter((name) => !headers.get(name));
    return missing.length > 0 ? `missing: ${missing.join(', ')}` : '';
  });
  await checks.make('public status page', async () => {
    const { status } = await request('GET', '/status');
    return status === 200 ? '' : `GET /status answered ${status}`;
  });
  await checks.make('public incidents', async () => {
    const { status, json } = await request('GET', '/api/status/incidents?organization_id=acme');
    return status === 200 && json && Array.isArray(json.incidents) ? '' : `GET /api/status/incidents answered ${status}`;
  });
  for (const path of admin ? CRITICAL : []) {
    await checks.make(`GET ${path}`, async () => {
      const { status, json } = await request('GET', path, { as: admin });
      return status === 200 && json ? '' : `answered ${status}`;
    });
  }
}

module.exports = { runChecklist };

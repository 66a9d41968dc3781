// Every endpoint is in README.md with its role, answers as it says there, and lists are never empty after the seed.
'use strict';

const { test, before, after, describe } = require('node:test');
const assert = require('node:assert');
const { startServer, AS } = require('../harness');
const { databases } = require('./databases');
const { README, documentedEndpoints, topLevelNames } = require('./readme');
const routes = require('../../routes');
const scripts = require('../../package.json').scripts;

const SAMPLE = {
  ':sessionId': 'ses_acme_0001', ':impersonationId': 'imp_acme_0001', ':providerId': 'crm', ':runId': 'run_acme_0001', ':backfillId': 'bf_acme_0001',
  ':requestId': 'del_acme_0001', ':accountId': 'acc_acme_0005', ':incidentId': 'inc_acme_0001', ':alertId': 'alr_0002', ':restoreId': 'RESTORE', ':name': 'NAME',
};
const fill = (path) => path.replace(/:\w+/g, (name) => SAMPLE[name]);

const BODIES = {
  'POST /api/auth/login': { email: 'member@example.com', password: 'correct-horse-battery-staple' },
  'PUT /api/dashboard/organization': { display_name: 'Acme' },
  'POST /api/dashboard/ops/impersonations': { reason: 'test' },
  'POST /api/integrations/ops/backfills': { integration_id: 'int_acme_crm', from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' },
  'POST /api/dashboard/governance/pii-exports': { dataset: 'customers', reason: 'test', approval_id: 'pea_acme_0001' },
  'POST /api/dashboard/customer-success/accounts/:accountId/playbook': { playbook: 'onboarding' },
  'POST /api/dashboard/ops/incidents': { title: 'Test', message: 'Test.' },
  'POST /api/dashboard/ops/incidents/:incidentId/updates': { message: 'Test.' },
  'POST /api/dashboard/ops/restores': { backup_id: 'bak_0001' },
};

const key = ({ method, path }) => `${method} ${path}`;

test('README.md names every endpoint with its role, and no other', () => {
  const documented = documentedEndpoints().map((one) => `${key(one)} ${one.role}`).sort();
  assert.deepStrictEqual(documented, routes.map((route) => `${key(route)} ${route.role}`).sort());
});

test('README.md names every script', () => {
  for (const name of Object.keys(scripts).filter((one) => one !== 'preinstall')) assert.ok(README.includes(`${name}\``) || README.includes(`npm run ${name}`) || README.includes(`npm ${name}`), name);
});

for (const [kind, postgresUrl] of databases) {
  describe(`endpoints on ${kind}`, () => {
    let server;
    before(async () => { server = await startServer({ postgresUrl }); });
    after(() => server.stop());

    test('what reads answers with the fields that README.md shows, and lists have entries', async () => {
      const endpoints = documentedEndpoints().filter((one) => one.method === 'GET' && !/restores|assets|^\/$|status$|admin\/ops/.test(one.path));
      for (const one of endpoints) {
        const query = one.path === '/api/status/incidents' ? '?organization_id=acme' : '';
        const { status, json } = await server.get(`${fill(one.path)}${query}`);
        assert.strictEqual(status, 200, key(one));
        const names = topLevelNames(one.answers);
        assert.deepStrictEqual(Object.keys(json).sort(), [...names].sort(), key(one));
        for (const [name, value] of Object.entries(json)) if (Array.isArray(value)) assert.ok(value.length > 0, `${key(one)} ${name}`);
      }
    });

    test('what changes answers with success', async () => {
      const endpoints = routes.filter((route) => !['GET'].includes(route.method) && !/updates$|close$|logout$/.test(route.path));
      for (const route of endpoints) {
        const { status, text } = await server.ask(route.method, fill(route.path), { body: BODIES[key(route)] || {} });
        assert.ok(status >= 200 && status < 300, `${key(route)} ${status} ${text}`);
      }
    });

    test('what takes a body says what is wrong with it', async () => {
      for (const [name, body] of Object.entries(BODIES)) {
        const [method, path] = name.split(' ');
        for (const field of Object.keys(body).filter((one) => !['approval_id'].includes(one))) {
          const { status, json } = await server.ask(method, fill(path), { body: { ...body, [field]: 17 } });
          assert.ok([400, 404, 409, 422].includes(status) && json.error.message, `${name} ${field} ${status}`);
        }
      }
      const broken = await fetch(`${server.base}/api/dashboard/ops/incidents`, { method: 'POST', headers: { ...AS.admin }, body: '{"title": ' });
      assert.strictEqual(broken.status, 400);
    });

    test('an incident goes its way in public', async () => {
      const { json } = await server.post('/api/dashboard/ops/incidents', { organization_id: 'globex', title: '<b>Slow</b>', message: 'Slow.', severity: 'major', reference: 'r1' });
      const path = `/api/dashboard/ops/incidents/${json.incident.id}`;
      const shown = async () => (await server.get('/api/status/incidents?organization_id=globex', AS.nobody)).json;
      assert.strictEqual((await shown()).status, 'major_outage');
      assert.ok((await server.get('/status', AS.nobody)).text.includes('&lt;b&gt;Slow&lt;/b&gt;'));
      assert.strictEqual((await server.get('/api/dashboard/ops/incidents?reference=r1')).json.incidents[0].id, json.incident.id);
      await server.post(`${path}/updates`, { status: 'identified', message: 'Found.' });
      const closed = await server.post(`${path}/close`, { message: 'Done.' });
      assert.deepStrictEqual(closed.json.incident.updates.map((one) => one.status), ['investigating', 'identified', 'resolved']);
      assert.strictEqual((await shown()).status, 'operational');
      assert.strictEqual((await server.post(`${path}/updates`, { message: 'More.' })).status, 409);
    });

    test('unknown things are not found', async () => {
      for (const path of ['/nothing', '/api/status/incidents?organization_id=nobody', '/api/dashboard/security/sessions/none', '/status?organization_id=none']) {
        assert.strictEqual((await server.get(path)).status, 404, path);
      }
      assert.strictEqual((await server.get('/api/status/incidents', AS.nobody)).status, 400);
      assert.strictEqual((await server.get('/api/dashboard/security/policy?organization_id=nobody')).status, 403);
      assert.strictEqual((await server.get('/api/dashboard/security/sessions/%E0')).status, 400);
    });

    test('the table of routes is the one that requests are found in', async () => {
      const { routes: told, total } = (await server.get('/api/dashboard/ops/routes')).json;
      assert.strictEqual(total, routes.length);
      assert.deepStrictEqual(told, documentedEndpoints().map(({ method, path, role }) => told.find((one) => key(one) === `${method} ${path}` && one.role === role))
        .sort((a, b) => told.indexOf(a) - told.indexOf(b)));
      for (const one of told) assert.strictEqual(one.effect, one.method === 'GET' ? 'read' : 'change', key(one));
      for (const one of told.filter(({ role }) => role !== 'public')) {
        assert.strictEqual((await server.ask(one.method, fill(one.path), { as: AS.nobody })).status, 401, key(one));
      }
    });

    test('reading writes no row', async () => {
      const tables = ['audit_log', 'sessions', 'idempotency_keys', 'incidents', 'accounts'];
      const counts = () => Promise.all(tables.map(async (table) => (await server.app.db.one(`SELECT COUNT(*) AS n FROM ${table}`)).n));
      const before = await counts();
      for (const route of routes.filter((one) => one.method === 'GET')) await server.get(fill(route.path));
      assert.deepStrictEqual(await counts(), before);
    });
  });
}

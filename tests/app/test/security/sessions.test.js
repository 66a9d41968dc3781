// Sessions, impersonation and the policy behave, and leave their traces in the audit log.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const { startServer, AS, bearer } = require('../harness');

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

test('a revoked session is gone', async () => {
  const { json } = await server.post('/api/dashboard/security/sessions', { label: 'test' });
  const as = bearer(json.token);
  assert.strictEqual((await server.get('/api/dashboard/me', as)).status, 200);
  await server.post(`/api/dashboard/security/sessions/${json.session.id}/revoke`);
  assert.strictEqual((await server.get('/api/dashboard/me', as)).status, 401);
  const audit = await server.get(`/api/dashboard/audit-log?resource_type=session&resource_id=${json.session.id}`);
  assert.deepStrictEqual(audit.json.events.map((event) => event.action), ['session.revoked', 'session.opened']);
});

test('a read-only impersonation reads and does not write', async () => {
  const started = await server.post('/api/dashboard/ops/impersonations', { organization_id: 'globex', reason: 'test' }, AS.support);
  assert.strictEqual(started.status, 201);
  const as = bearer(started.json.token);
  assert.strictEqual((await server.get('/api/dashboard/organization', as)).json.organization.id, 'globex');
  const write = await server.ask('PUT', '/api/dashboard/organization', { as, body: { display_name: 'Changed' } });
  assert.strictEqual(write.status, 403);
  assert.strictEqual(write.json.error.code, 'read_only_impersonation');
  await server.post(`/api/dashboard/ops/impersonations/${started.json.impersonation.id}/revoke`, {}, AS.support);
  assert.strictEqual((await server.get('/api/dashboard/organization', as)).status, 401);
});

test('a policy with a wrong network is refused', async () => {
  const body = { ip_allowlist: { entries: ['10.0.0.0/40'] } };
  assert.strictEqual((await server.ask('PUT', '/api/dashboard/security/policy', { body })).status, 422);
});

test('signing in takes the right password', async () => {
  const email = 'member@example.com';
  const wrong = await server.post('/api/auth/login', { email, password: 'wrong' }, AS.nobody);
  assert.strictEqual(wrong.status, 401);
  const right = await server.post('/api/auth/login', { email, password: 'correct-horse-battery-staple' }, AS.nobody);
  assert.strictEqual(right.status, 201);
  const cookie = right.headers.get('set-cookie').split(';')[0];
  assert.strictEqual((await server.get('/api/dashboard/me', { cookie })).json.user_id, 'usr_member');
});

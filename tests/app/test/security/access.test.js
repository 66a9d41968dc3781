// Who may do what: roles, tenants and credentials.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const { startServer, AS, bearer } = require('../harness');
const { guardedRoutes } = require('../../scripts/lib/admin-routes');

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

test('nobody is refused at every guarded route', async () => {
  for (const { method, path } of guardedRoutes()) {
    const { status, json } = await server.ask(method, path, { as: AS.nobody });
    assert.strictEqual(status, 401, `${method} ${path}`);
    assert.strictEqual(json.error.code, 'unauthorized');
  }
});

test('a member is refused at every guarded route', async () => {
  for (const { method, path } of guardedRoutes()) {
    const { status, json } = await server.ask(method, path, { as: AS.member });
    assert.strictEqual(status, 403, `${method} ${path}`);
    assert.strictEqual(json.error.code, 'forbidden');
  }
});

test('support is refused where only an admin may go', async () => {
  for (const { method, path } of guardedRoutes().filter((route) => route.role === 'admin')) {
    const { status } = await server.ask(method, path, { as: AS.support });
    assert.strictEqual(status, 403, `${method} ${path}`);
  }
});

test('an admin of one tenant is refused at another', async () => {
  assert.strictEqual((await server.get('/api/dashboard/security/policy', AS.globexAdmin)).json.organization_id, 'globex');
  assert.strictEqual((await server.get('/api/dashboard/security/policy?organization_id=acme', AS.globexAdmin)).status, 403);
  assert.strictEqual((await server.get('/api/dashboard/security/sessions/ses_acme_0001', AS.globexAdmin)).status, 404);
});

test('wrong credentials are refused', async () => {
  const wrong = [bearer('wrong-token-0000000'), { cookie: 'session=wrong-token-0000000' }, { cookie: 'session=%zz' }, { authorization: 'Basic YTpi' }];
  for (const as of wrong) assert.strictEqual((await server.get('/api/dashboard/me', as)).status, 401);
  const bearerInCookie = { cookie: 'session=admin-bearer-token-0001' };
  assert.strictEqual((await server.get('/api/dashboard/me', bearerInCookie)).status, 401);
});

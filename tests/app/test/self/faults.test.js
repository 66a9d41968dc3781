// Every fault of the server breaks what it says, breaks nothing else, and is gone when it is switched off.
'use strict';

const { test, before, after, describe } = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { startServer } = require('../harness');
const { databases } = require('./databases');
const { observe, differences } = require('./observations');
const { EFFECTS } = require('./fault-effects');
const { faultNames, faultFolders, loadFault } = require('../../faults/lib/names');
const { faultsPage } = require('../../faults/lib/page');
const { isOf } = require('../../faults/lib/answers');
const { dump } = require('./databases');
const routes = require('../../routes');
const { seedDatabase } = require('../../db/seed');
const { ROOT, migrationsDir } = require('../../config');

const REQUEST_FAULTS = ['500', '503', 'answer-lost', 'empty-json', 'no-answer', 'not-json', 'slow', 'wrong-status'];

test('every fault says its name, its place and what is wrong', () => {
  for (const name of faultNames()) {
    const fault = loadFault(name);
    assert.strictEqual(fault.name, name);
    assert.ok(['server', 'script'].includes(fault.applies), name);
    assert.match(fault.summary, /^[A-Z].*\.$/, name);
    assert.strictEqual(fault.applies === 'script', Boolean(fault.script), name);
  }
});

const ofServer = faultNames().filter((name) => loadFault(name).applies === 'server');
const ofData = ofServer.filter((name) => loadFault(name).on);
const changesOf = (name) => ['answers', 'pages', 'requests'].flatMap((kind) => loadFault(name)[kind] || []);

test('faults/README.md is as the files have it; write it anew with "node faults/ctl.js page > faults/README.md"', () => {
  assert.strictEqual(fs.readFileSync(path.join(ROOT, 'faults', 'README.md'), 'utf8'), faultsPage());
});

test('a folder of faults has 25 of them at most', () => {
  for (const [folder, names] of faultFolders()) assert.ok(names.length > 0 && names.length <= 25, `${folder}: ${names.length}`);
});

// What a fault's own file says in full is tried as a kind: wrong data here, wrong answers in changes.test.js.
test('every fault that the application itself looks at is tried here', () => {
  const tried = new Set([...Object.keys(EFFECTS), ...REQUEST_FAULTS]);
  assert.deepStrictEqual(ofServer.filter((name) => !tried.has(name) && !loadFault(name).on && changesOf(name).length === 0), []);
  assert.deepStrictEqual([...tried].filter((name) => !ofServer.includes(name)), []);
});

test('every route that a fault changes is one of the application', () => {
  for (const name of ofServer) {
    for (const entry of changesOf(name)) {
      for (const one of entry.routes) assert.ok(routes.some((route) => isOf({ routes: [one] }, route)), `${name}: ${one}`);
      assert.strictEqual(typeof entry.change, 'function', name);
    }
  }
});

for (const [kind, postgresUrl] of databases) {
  describe(`faults on ${kind}`, () => {
    let server;
    let usual;
    const reseed = () => seedDatabase(server.app.db, { migrationsDir: migrationsDir(), databaseUrl: server.database.url });
    before(async () => {
      server = await startServer({ postgresUrl, jobMs: 30, slowMs: 400, patience: 400 });
      usual = await observe(server);
    });
    after(() => server.stop());

    test('looking twice shows the same', async () => {
      await reseed();
      assert.deepStrictEqual(differences(usual, await observe(server)), []);
    });

    for (const [name, effects] of Object.entries(EFFECTS)) {
      test(name, async () => {
        await reseed();
        await server.app.faults.switchOn(name);
        const seen = await observe(server);
        await server.app.faults.reset();
        assert.deepStrictEqual(differences(usual, seen).sort(), [...effects].sort());
      });
    }

    test('switching every fault on and off leaves the data as it was', async () => {
      await reseed();
      const before = await dump(server.app.db);
      for (const name of ofData) {
        await server.app.faults.switchOn(name);
        assert.notDeepStrictEqual(await dump(server.app.db), before, name);
        await server.app.faults.switchOff(name);
        assert.deepStrictEqual(await dump(server.app.db), before, name);
      }
      for (const name of Object.keys(EFFECTS)) await server.app.faults.switchOn(name);
      await server.app.faults.reset();
      assert.deepStrictEqual(await dump(server.app.db), before);
      assert.deepStrictEqual(differences(usual, await observe(server)), []);
    });

    test('faults of requests hit what their argument names and nothing else', async () => {
      await reseed();
      const path = '/api/dashboard/ops/alerts';
      const other = '/api/dashboard/ops/incidents';
      const wants = {
        500: (answer) => answer.status === 500 && answer.json.error.code === 'internal',
        503: (answer) => answer.status === 503,
        'empty-json': (answer) => answer.status === 200 && Object.keys(answer.json).length === 0,
        'not-json': (answer) => answer.status === 200 && answer.json === undefined,
        'wrong-status': (answer) => answer.status === 500 && Array.isArray(answer.json.alerts),
      };
      for (const [name, holds] of Object.entries(wants)) {
        await server.app.faults.switchOn(name, `GET:${path}`);
        assert.ok(holds(await server.get(path)), name);
        assert.strictEqual((await server.get(other)).status, 200, name);
        assert.strictEqual((await server.ask('POST', path)).status, 405, name);
        await server.app.faults.switchOff(name);
      }
      await server.app.faults.switchOn('no-answer', '/api/dashboard/ops/*');
      await assert.rejects(server.get(path));
      await server.app.faults.reset();
      await server.app.faults.switchOn('answer-lost', '/api/*/ops/incidents');
      await assert.rejects(server.post(other, { title: 'Observed', message: 'Seen.', reference: 'answer-lost' }));
      await server.app.faults.reset();
      assert.strictEqual((await server.get(`${other}?reference=answer-lost`)).json.total, 1);
      await server.app.faults.switchOn('slow', path);
      const started = Date.now();
      assert.strictEqual((await server.get(path)).status, 200);
      assert.ok(Date.now() - started >= 390);
      await server.app.faults.reset();
      assert.strictEqual((await server.get(path)).status, 200);
    });

    test('a role fault can be narrowed to one endpoint', async () => {
      const path = '/api/dashboard/security/policy';
      await server.app.faults.switchOn('member-can-admin', path);
      const member = { authorization: 'Bearer member-bearer-token-0001' };
      assert.strictEqual((await server.get(path, member)).status, 200);
      assert.strictEqual((await server.get('/api/dashboard/security/sessions', member)).status, 403);
      await server.app.faults.reset();
    });
  });
}

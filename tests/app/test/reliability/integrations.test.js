// Replays and backfills come to an end, and only once.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const { startServer } = require('../harness');

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

test('a replayed dead letter succeeds', async () => {
  const path = '/api/integrations/ops/dead-letter/run_acme_0001';
  const replay = await server.post(`${path}/replay`);
  assert.strictEqual(replay.status, 202);
  assert.strictEqual(replay.json.run.status, 'replaying');
  assert.strictEqual((await server.post(`${path}/replay`)).status, 409);
  const end = await server.until(path, (json) => json.run.status === 'succeeded');
  assert.strictEqual(end.json.run.status, 'succeeded');
});

test('a backfill finishes and closes the gap it covers', async () => {
  const [gap] = (await server.get('/api/integrations/ops/gaps?organization_id=globex')).json.gaps;
  const start = await server.post('/api/integrations/ops/backfills', { integration_id: gap.integration_id, from: gap.from, to: gap.to });
  assert.strictEqual(start.status, 202);
  const end = await server.until(`/api/integrations/ops/backfills/${start.json.backfill.id}`, (json) => json.backfill.status !== 'running');
  assert.strictEqual(end.json.backfill.status, 'finished');
  assert.strictEqual(end.json.backfill.processed, gap.missing_records);
  assert.deepStrictEqual((await server.get('/api/integrations/ops/gaps?organization_id=globex')).json.gaps, []);
});

test('a backfill without bounds is refused', async () => {
  const body = { integration_id: 'int_acme_crm', from: '2023-01-01T00:00:00Z', to: '2024-01-01T00:00:00Z' };
  assert.strictEqual((await server.post('/api/integrations/ops/backfills', body)).status, 422);
});

test('the same Idempotency-Key does a change once', async () => {
  const send = () => server.ask('POST', '/api/dashboard/ops/incidents', {
    body: { title: 'Once', message: 'Once only.' }, headers: { 'idempotency-key': 'reliability-0001' },
  });
  const [first, second] = [await send(), await send()];
  assert.strictEqual(first.json.incident.id, second.json.incident.id);
  assert.strictEqual(second.headers.get('idempotent-replayed'), 'true');
});

test('a restore brings back what a backup holds', async () => {
  const count = async () => (await server.app.db.one('SELECT COUNT(*) AS n FROM accounts')).n;
  const before = await count();
  await server.app.db.run("DELETE FROM accounts WHERE organization_id = 'acme'");
  const { json } = await server.post('/api/dashboard/ops/restores', { backup_id: 'bak_0001' });
  const end = await server.until(`/api/dashboard/ops/restores/${json.restore.id}`, (answer) => answer.restore.status !== 'running');
  assert.strictEqual(end.json.restore.status, 'succeeded');
  assert.strictEqual(await count(), before);
});

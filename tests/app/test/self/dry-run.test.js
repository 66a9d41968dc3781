// A dry run answers what the change would, says what would be written, and writes nothing; where it is not possible it is refused.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const { startServer, AS } = require('../harness');
const { dump } = require('./databases');

const QUEUE = '/api/dashboard/governance/deletion-requests';
const EXPORTS = '/api/dashboard/governance/pii-exports';

let server;
let usual;
before(async () => {
  server = await startServer({ jobMs: 30 });
  usual = await dump(server.app.db);
});
after(() => server.stop());

async function tries(path, body, as) {
  const answer = await server.post(path, body, as);
  assert.deepStrictEqual(await dump(server.app.db), usual);
  return { status: answer.status, json: answer.json, ...Object.fromEntries(['dry-run', 'dry-run-audit', 'dry-run-rows'].map((name) => [name, answer.headers.get(name)])) };
}

test('an approval is answered as it would be, and taken back', async () => {
  const seen = await tries(`${QUEUE}/del_acme_0001/approve?dry_run=true`);
  assert.deepStrictEqual([seen.status, seen.json.deletion_request.status, seen['dry-run']], [200, 'pending_approval', 'true']);
  assert.strictEqual(seen['dry-run-audit'], 'GOVERNANCE deletion.approved del_acme_0001 usr_operator success');
  assert.strictEqual(seen['dry-run-rows'], 'audit_log 1; deletion_approvals 1');
});

test('others can be tried, one after the other', async () => {
  const as = (actors) => tries(`${QUEUE}/del_acme_0001/approve?dry_run=true&actor=${actors}`);
  assert.strictEqual((await as('usr_acme_owner')).json.error.code, 'four_eyes');
  assert.strictEqual((await as('usr_operator,usr_operator')).json.deletion_request.status, 'pending_approval');
  assert.strictEqual((await as('usr_operator,usr_acme_agent')).json.deletion_request.status, 'approved');
});

test('a refusal is a refusal, and says what it would leave', async () => {
  const seen = await tries(`${EXPORTS}?dry_run=true`, { dataset: 'customers', reason: 'observed' });
  assert.deepStrictEqual([seen.status, seen.json.error.code, seen['dry-run'], seen['dry-run-rows']], [403, 'approval_required', 'true', 'audit_log 1']);
  const member = await tries(`${EXPORTS}?dry_run=true`, { dataset: 'customers', reason: 'observed' }, AS.member);
  assert.deepStrictEqual([member.status, member['dry-run']], [403, null]);
});

test('what cannot be taken back is not tried', async () => {
  const seen = await tries('/api/dashboard/security/sessions?dry_run=true', { label: 'observed' });
  assert.deepStrictEqual([seen.status, seen.json.error.code], [400, 'bad_request']);
});

// The kinds of faults that change answers, pages, requests and scripts: each changes what it names, and nothing else.
'use strict';

const { test, before, after } = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { startServer, AS } = require('../harness');
const { run, temporaryDir } = require('./processes');
const { answer, changeAnswer, changePage, changeRequest } = require('../../faults/lib/answers');
const { FaultRegistry } = require('../../faults/lib/registry');
const { loadFault } = require('../../faults/lib/names');
const { ROOT } = require('../../config');

const ORGANIZATION = '/api/dashboard/organization';

let server;
let usual;
before(async () => {
  server = await startServer({ jobMs: 30 });
  usual = server.app.faults.active;
});
after(() => server.stop());

// As if a file had said so: one fault with these changes is on.
async function withFault(changes, work) {
  const fault = Object.assign(loadFault('revoke-ignored'), changes);
  server.app.faults.active = new Map([['revoke-ignored', { arguments: [''], memory: {} }]]);
  try {
    return await work();
  } finally {
    server.app.faults.active = usual;
    for (const key of Object.keys(changes)) delete fault[key];
  }
}

test('an answer is changed in place, replaced, or given another status', async () => {
  const plan = { route: 'GET /api/dashboard/organization', change: (json) => { json.organization.plan = 'none'; } };
  await withFault(changeAnswer(plan), async () => {
    assert.strictEqual((await server.get(ORGANIZATION)).json.organization.plan, 'none');
    assert.strictEqual((await server.ask('PUT', ORGANIZATION, { body: { display_name: 'Acme' } })).json.organization.plan, 'enterprise');
  });
  await withFault(changeAnswer({ ...plan, change: () => ({ empty: true }) }), async () => {
    assert.deepStrictEqual((await server.get(ORGANIZATION)).json, { empty: true });
  });
  await withFault(changeAnswer({ ...plan, change: () => answer({ status: 418, headers: { 'x-seen': 'yes' } }) }), async () => {
    const seen = await server.get(ORGANIZATION);
    assert.deepStrictEqual([seen.status, seen.headers.get('x-seen'), seen.json.organization.id], [418, 'yes', 'acme']);
  });
  assert.strictEqual((await server.get(ORGANIZATION)).json.organization.plan, 'enterprise');
});

test('a refusal is changed only where that is asked for', async () => {
  const open = (json, request) => (request.status === 403 ? answer({ status: 200, json: { open: true } }) : undefined);
  const route = 'GET /api/dashboard/security/*';
  await withFault(changeAnswer({ route, change: open }), async () => {
    assert.strictEqual((await server.get('/api/dashboard/security/policy', AS.member)).status, 403);
  });
  await withFault(changeAnswer({ route, change: open, refusals: true }), async () => {
    assert.deepStrictEqual((await server.get('/api/dashboard/security/policy', AS.member)).json, { open: true });
    assert.strictEqual((await server.get('/api/dashboard/security/sessions', AS.nobody)).status, 401);
    assert.strictEqual((await server.get('/api/dashboard/audit-log', AS.member)).status, 403);
  });
});

test('a change knows the request, may write, and remembers', async () => {
  const undo = {
    route: ['PUT /api/dashboard/organization'],
    async change(json, { db, organization, body, identity }, memory) {
      memory.count = (memory.count || 0) + 1;
      json.seen = [organization, body.display_name, identity.userId, memory.count];
      await db.run('UPDATE organizations SET display_name = ? WHERE id = ?', ['as before', organization]);
    },
  };
  await withFault(changeAnswer(undo), async () => {
    const put = () => server.ask('PUT', ORGANIZATION, { body: { display_name: 'Other' } });
    await put();
    assert.deepStrictEqual((await put()).json.seen, ['acme', 'Other', 'usr_operator', 2]);
    assert.strictEqual((await server.get(ORGANIZATION)).json.organization.display_name, 'as before');
  });
});

test('a page is changed', async () => {
  await withFault(changePage({ route: 'GET /status', change: (html) => html.replace('data-status="degraded"', 'data-status="unknown"') }), async () => {
    const page = await server.get('/status', AS.nobody);
    assert.ok(page.text.includes('data-status="unknown"') && !page.json);
    assert.ok(!(await server.get('/admin/ops')).text.includes('unknown'));
  });
  await withFault(changePage({ route: 'GET /status', change: () => answer({ status: 503, json: { error: { code: 'down', message: 'Down.' } } }) }), async () => {
    assert.strictEqual((await server.get('/status', AS.nobody)).json.error.code, 'down');
  });
});

test('a request is changed before it is judged', async () => {
  await withFault(changeRequest({ route: 'GET /api/dashboard/organization', change: (request) => { delete request.query.organization_id; } }), async () => {
    assert.strictEqual((await server.get(`${ORGANIZATION}?organization_id=globex`)).json.organization.id, 'acme');
  });
  assert.strictEqual((await server.get(`${ORGANIZATION}?organization_id=globex`)).json.organization.id, 'globex');
});

test('nothing is looked for where nothing is on', () => {
  assert.deepStrictEqual(new FaultRegistry().changes('answers', { method: 'GET', path: '/healthz' }), []);
});

// In a copy, where a file of a fault can be added.
test('a script is changed: its lines, its status, its environment, its work', async () => {
  const dir = temporaryDir();
  try {
    for (const part of ['config.js', 'package.json', 'faults', 'scripts']) fs.cpSync(path.join(ROOT, part), path.join(dir, part), { recursive: true });
    const wrong = (changes) => fs.writeFileSync(path.join(dir, 'faults/gates/wrong.js'), `'use strict';
      const { changeScript } = require('../lib/script-faults');
      module.exports = { name: 'wrong', applies: 'script', script: 'npm ci', summary: 'Wrong.', ...changeScript({ file: 'scripts/check-install.js', ${changes} }) };\n`);
    const check = (...words) => run(process.execPath, [path.join(dir, 'scripts/check-install.js'), ...words], { APP_FAULTS: 'wrong' });
    wrong("line: (line) => `${line}!`, status: (status) => status + 3");
    let done = await check();
    assert.deepStrictEqual([done.code, done.stdout.endsWith('application!\n')], [3, true]);
    wrong("when: (words) => words.includes('frontend'), instead: (say) => say('done')");
    assert.strictEqual((await check('frontend')).stdout, 'done\n');
    assert.match((await check()).stdout, /for the application$/m);
    wrong("before: () => { process.argv[2] = 'frontend'; }, after: (say) => say('and more')");
    done = await check();
    assert.match(done.stdout, /for the frontend\nand more\n$/);
    assert.match(done.stderr, /note: fault "wrong" is switched on/);
    wrong("instead: (say, work) => { say('before'); return work(); }, line: (line) => (line === 'before' ? null : line)");
    assert.match((await check()).stdout, /^install check/);
    wrong("instead: () => { throw new Error('broken'); }, status: () => 0");
    done = await check();
    assert.strictEqual(done.code, 0);
    assert.match(done.stderr, /broken/);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

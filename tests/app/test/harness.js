// What the tests share: a server with a database of its own, and asking it as somebody.
'use strict';

const { startApp } = require('../app');
const { temporaryDatabase } = require('../scripts/lib/temporary-database');

const AS = {
  admin: { authorization: 'Bearer admin-bearer-token-0001' },
  adminSession: { cookie: 'session=admin-session-token-0001' },
  member: { authorization: 'Bearer member-bearer-token-0001' },
  memberSession: { cookie: 'session=member-session-token-0001' },
  support: { authorization: 'Bearer support-bearer-token-0001' },
  globexAdmin: { authorization: 'Bearer globex-admin-bearer-token-0001' },
  nobody: {},
};

async function startServer({ postgresUrl = '', faults = process.env.APP_TEST_FAULTS || '', patience = 3000, ...options } = {}) {
  const database = await temporaryDatabase({ postgresUrl });
  let app;
  try {
    app = await startApp({ databaseUrl: database.url, faults, jobMs: 150, ...options });
  } catch (error) {
    await database.remove();
    throw error;
  }
  const base = `http://127.0.0.1:${app.port}`;

  async function ask(method, path, { as = AS.admin, body, headers = {} } = {}) {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...as, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      body: body ? JSON.stringify(body) : undefined,
      redirect: 'manual',
      signal: AbortSignal.timeout(10000),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') || '').startsWith('application/json');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  // Asks again until `done` holds of the answer; gives up with the last answer when patience ends.
  async function until(path, done) {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await ask('GET', path);
      if (done(answer.json) || Date.now() > deadline) return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  return {
    base, app, ask, until, database,
    get: (path, as) => ask('GET', path, { as }),
    post: (path, body = {}, as = AS.admin) => ask('POST', path, { as, body }),
    async stop() {
      await app.close();
      await database.remove();
    },
  };
}

const bearer = (token) => ({ authorization: `Bearer ${token}` });

module.exports = { startServer, AS, bearer };

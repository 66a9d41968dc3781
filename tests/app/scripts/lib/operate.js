// What the ops scripts share: one change at the running application, and waiting for it to settle.
'use strict';

const { createClient } = require('./client');
const { fail } = require('./report');

const ATTEMPTS = 50;
const EVERY_MS = 200;

function createOperator() {
  const client = createClient();
  const as = client.needAdmin();

  async function ask(method, path, body) {
    const { status, json } = await client.request(method, path, { as, body });
    if (status >= 300 || !json) {
      const said = json && json.error ? `: ${json.error.message}` : '';
      fail(`${method} ${path} answered ${status}${said}`);
    }
    return json;
  }

  // Asks again until `read` gives something that is no longer running.
  async function settled(read) {
    for (let i = 0; i < ATTEMPTS; i += 1) {
      const value = await read();
      if (value.status !== 'running') return value;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    return fail('it is still running; giving up');
  }

  return { ask, settled };
}

module.exports = { createOperator };

// npm start: opens the database, listens, says where, and stops cleanly on SIGTERM or SIGINT.
'use strict';

const fs = require('node:fs');
const { serverOptions } = require('./config');
const { startApp } = require('./app');

async function run() {
  const options = serverOptions();
  const app = await startApp(options);
  const address = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${app.port}`;
  process.stdout.write(`listening on ${address}\n`);
  if (options.readyFile) {
    fs.writeFileSync(`${options.readyFile}.new`, `${address}\n`);
    fs.renameSync(`${options.readyFile}.new`, options.readyFile);
  }

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    if (options.readyFile) fs.rmSync(options.readyFile, { force: true });
    await app.close().then(() => process.exit(0), (error) => {
      process.stderr.write(`cannot stop cleanly: ${error.message}\n`);
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.APP_EXIT_WITH_STDIN === 'true') process.stdin.on('end', stop).resume();
}

run().catch((error) => {
  process.stderr.write(`cannot start: ${error.message}\n`);
  process.exit(1);
});

// Puts the application together: database, faults, jobs, routes and the HTTP server around them.
'use strict';

const http = require('node:http');
const { openDatabase } = require('./db');
const { appliedNames } = require('./db/migrate');
const { FaultRegistry } = require('./faults/lib/registry');
const controlSocket = require('./faults/lib/control-socket');
const { createJobs } = require('./domain/jobs');
const { createDispatcher } = require('./http/dispatch');
const routes = require('./routes');

const DEFAULTS = {
  host: '127.0.0.1', port: 0, commit: 'unknown', secret: 'app-under-operation-secret', jobMs: 400, slowMs: 3000, controlSocket: '', faults: '',
};

async function startApp(given) {
  const options = { ...DEFAULTS, ...given };
  const db = await openDatabase(options.databaseUrl);
  try {
    if ((await appliedNames(db)).length === 0) throw new Error('the database has no tables yet: run "npm run seed" first');
    const faults = new FaultRegistry();
    await faults.attach(db, options.faults);
    const jobs = createJobs({ db, faults, options });
    const app = { db, faults, jobs, options, routes, startedAt: new Date() };

    const server = http.createServer(createDispatcher(app, routes));
    server.keepAliveTimeout = 1000;
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    const control = options.controlSocket ? await controlSocket.listen(options.controlSocket, faults) : null;

    return {
      ...app,
      port: server.address().port,
      async close() {
        const closed = new Promise((resolve) => server.close(resolve));
        const impatience = setTimeout(() => server.closeAllConnections && server.closeAllConnections(), 500);
        server.closeIdleConnections();
        await closed;
        clearTimeout(impatience);
        if (control) await control.close();
        await jobs.stop();
        await faults.reset();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

module.exports = { startApp };

// Everything that comes from the environment, read in one place.
'use strict';

const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { version } = require('./package.json');

const ROOT = __dirname;

function databaseUrl(env = process.env) {
  return env.DATABASE_URL || `sqlite:${path.join(ROOT, 'var', 'app.db')}`;
}

// sqlite:PATH and sqlite:///PATH; a relative path counts from the app's folder.
function sqliteFile(url) {
  return path.resolve(ROOT, url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''));
}

function variableDir(env = process.env) {
  return path.resolve(env.APP_VAR_DIR || path.join(ROOT, 'var'));
}

function migrationsDir(env = process.env) {
  return path.resolve(env.APP_MIGRATIONS_DIR || path.join(ROOT, 'prisma', 'migrations'));
}

// The commit that is running: APP_COMMIT where set, else what git says, else "unknown".
function commit(env = process.env) {
  if (env.APP_COMMIT) return env.APP_COMMIT;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

function port(text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65535) throw new Error(`PORT must be a number from 0 to 65535, not "${text}"`);
  return value;
}

function milliseconds(name, fallback, env = process.env) {
  const text = env[name];
  if (!text) return fallback;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a number of milliseconds, not "${text}"`);
  return Number(text);
}

// What the server needs to start.
function serverOptions(env = process.env) {
  return {
    databaseUrl: databaseUrl(env),
    host: env.HOST || '127.0.0.1',
    port: port(env.PORT || '8080'),
    commit: commit(env),
    secret: env.APP_SECRET || 'app-under-operation-secret',
    jobMs: milliseconds('APP_JOB_MS', 400, env),
    slowMs: milliseconds('APP_SLOW_MS', 3000, env),
    readyFile: env.APP_READY_FILE || '',
    controlSocket: env.APP_CONTROL_SOCKET || '',
    faults: env.APP_FAULTS || '',
  };
}

// What the launch and ops scripts need to talk to a running application.
function clientOptions(env = process.env) {
  return {
    baseUrl: (env.LAUNCH_BASE_URL || 'http://127.0.0.1:8080').replace(/\/+$/, ''),
    admin: credentials(env, 'ADMIN'),
    member: credentials(env, 'MEMBER'),
    timeoutMs: milliseconds('LAUNCH_TIMEOUT_MS', 5000, env),
  };
}

function credentials(env, role) {
  const bearer = env[`LAUNCH_${role}_BEARER_TOKEN`];
  if (bearer) return { authorization: `Bearer ${bearer}` };
  const session = env[`LAUNCH_${role}_SESSION_TOKEN`];
  if (session) return { cookie: `session=${session}` };
  return null;
}

module.exports = { ROOT, version, databaseUrl, sqliteFile, variableDir, migrationsDir, commit, serverOptions, clientOptions };

// The go/no-go criteria as the evidence sees them, each judged now: { name, ok, detail }.
'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { ROOT } = require('../../config');
const { createClient } = require('./client');
const { Failure } = require('./report');

const TIMEOUT_MS = 120000;

// The last line that a script printed says best how it ended.
function runsWell(file, ...args) {
  return () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, file), ...args], {
      cwd: ROOT, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) return '';
    const lines = `${stdout}\n${stderr}`.trim().split('\n').filter((line) => !line.startsWith('note:'));
    return lines[lines.length - 1] || `${file} ended with status ${status}`;
  };
}

async function noCriticalAlerts({ request, needAdmin }) {
  const { status, json } = await request('GET', '/api/dashboard/ops/alerts?severity=CRITICAL&resolved=false', { as: needAdmin() });
  if (status !== 200 || !json) return `the alerts answered ${status}`;
  return json.alerts.length === 0 ? '' : `${json.alerts.length} unresolved CRITICAL alerts`;
}

async function securityPolicy({ request, needAdmin }) {
  const { status, json } = await request('GET', '/api/dashboard/security/policy', { as: needAdmin() });
  if (status !== 200 || !json || !json.mfa) return `the policy answered ${status}`;
  if (!json.mfa.enforced) return 'MFA is not enforced';
  if (!json.session_controls.enabled) return 'session controls are off';
  return json.ip_allowlist.enabled && json.ip_allowlist.entries.length > 0 ? '' : 'there is no IP allow-list';
}

async function auditLogging({ request, needAdmin }) {
  for (const category of ['SECURITY', 'ADMIN']) {
    const { status, json } = await request('GET', `/api/dashboard/audit-log?category=${category}&limit=1`, { as: needAdmin() });
    if (status !== 200 || !json) return `the audit log answered ${status}`;
    if (json.total === 0) return `the audit log has no ${category} events`;
  }
  return '';
}

async function judge(name, work) {
  let problem;
  try {
    problem = await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problem = error.message;
  }
  return { name, ok: !problem, detail: problem || 'confirmed' };
}

async function judgeCriteria() {
  const client = createClient();
  return [
    await judge('Build', runsWell('scripts/build.js')),
    await judge('Migration safety', runsWell('scripts/migrate-safety.js')),
    await judge('Security tests', runsWell('scripts/run-tests.js', 'security')),
    await judge('Reliability tests', runsWell('scripts/run-tests.js', 'reliability')),
    await judge('Launch checklist', runsWell('scripts/launch-checklist.js')),
    await judge('Post-deploy smoke', runsWell('scripts/ops-smoke.js')),
    await judge('Admin and member controls', runsWell('scripts/launch-validate-admin-controls.js')),
    await judge('No unresolved CRITICAL alerts', () => noCriticalAlerts(client)),
    await judge('Security policy', () => securityPolicy(client)),
    await judge('Audit logging', () => auditLogging(client)),
  ];
}

module.exports = { judgeCriteria };

// What can be seen of the application, each as one plain value: the tests of the faults hold these against each other.
'use strict';

const { AS, bearer } = require('../harness');

const DAY = 86400000;

// [name, what is asked and changed, in the words of the endpoints]
const reads = {
  health: async ({ get }) => (await get('/healthz')).json.status,
  'health answers': async ({ get }) => (await get('/healthz')).status,
  commit: async ({ get }) => (await get('/healthz')).json.commit,
  environment: async ({ get }) => (await get('/healthz')).json.environment,
  'pending migrations': async ({ get }) => (await get('/healthz')).json.migrations.pending,
  'migration rows': async ({ app }) => (await app.db.all('SELECT * FROM _prisma_migrations')).map((row) =>
    [row.migration_name, row.checksum, row.finished_at !== null]).sort(),
  'self-check': async ({ get }) => (await get('/api/selfcheck')).status,
  headers: async ({ get }) => (await get('/status')).headers.get('x-content-type-options'),
  mfa: async ({ get }) => (await get('/api/dashboard/security/policy')).json.mfa,
  'session controls': async ({ get }) => (await get('/api/dashboard/security/policy')).json.session_controls,
  'allow-list': async ({ get }) => (await get('/api/dashboard/security/policy')).json.ip_allowlist,
  sessions: async ({ get }) => (await get('/api/dashboard/security/sessions')).json.total,
  'life of sessions': async ({ get }) => (await get('/api/dashboard/security/sessions')).json.sessions
    .every((one) => Date.parse(one.expires_at) - Date.parse(one.created_at) <= 12 * 60 * 60 * 1000),
  impersonations: async ({ get }) => (await get('/api/dashboard/ops/impersonations')).json.total,
  'member at an admin endpoint': async ({ get }) => (await get('/api/dashboard/security/policy', AS.member)).status,
  'nobody at an admin endpoint': async ({ get }) => (await get('/api/dashboard/security/policy', AS.nobody)).status,
  'audit of security and admins': async ({ get }) => {
    const count = async (category) => (await get(`/api/dashboard/audit-log?category=${category}&limit=1`)).json.total > 0;
    return [await count('SECURITY'), await count('ADMIN')];
  },
  'audit of security events kept': async ({ get }) => (await get('/api/dashboard/audit-log?action=session.revoked')).json.events.some((one) => one.resource_id === 'ses_acme_0004'),
  'another tenant': async ({ get }) => (await get('/api/dashboard/security/policy?organization_id=globex')).json.organization_id,
  'audit by actor': async ({ get }) => (await get('/api/dashboard/audit-log?actor_id=usr_support')).json.total,
  'audit by resource': async ({ get }) => (await get('/api/dashboard/audit-log?resource_type=impersonation&resource_id=imp_acme_0001')).json.total,
  'oldest audit event': async ({ get }) => {
    const { oldest_event_at: oldest } = (await get('/api/dashboard/governance/audit-retention')).json;
    return new Date(oldest) < Date.now() - 365 * DAY;
  },
  'integration health': async ({ get }) => (await get('/api/dashboard/integrations/health')).json.summary,
  'lag of integrations': async ({ get }) => (await get('/api/dashboard/integrations/health')).json.integrations.map((one) => [one.lag_seconds, one.error_rate_percent]),
  'lag of pipelines': async ({ get }) => (await get('/api/dashboard/ops/pipeline-status')).json.pipelines.map((one) => one.lag_seconds),
  pipelines: async ({ get }) => (await get('/api/dashboard/ops/pipeline-status')).json.status,
  providers: async ({ get }) => (await get('/api/integrations/ops/providers')).json.providers.map((one) => one.status),
  credentials: async ({ get }) => (await get('/api/integrations/ops/providers/credentials')).json.credentials.map((one) =>
    [one.status, new Date(one.expires_at) > new Date()]),
  gaps: async ({ get }) => (await get('/api/integrations/ops/gaps')).json.total,
  'gaps in the database': async ({ app }) => (await app.db.one("SELECT COUNT(*) AS n FROM data_gaps WHERE status = 'open'")).n,
  'dead letters': async ({ get }) => (await get('/api/integrations/ops/dead-letter')).json.total,
  retention: async ({ get }) => (await get('/api/dashboard/governance/retention')).json.policies.map((one) => [one.data_class, one.retention_days]),
  'legal holds': async ({ get }) => (await get('/api/dashboard/governance/legal-holds')).json.legal_holds.map((one) => [one.id, one.active, one.enforced]),
  'violated holds': async ({ get }) => (await get('/api/dashboard/governance/legal-holds')).json.legal_holds.flatMap((one) => one.violating_requests),
  'deletion queue': async ({ get }) => (await get('/api/dashboard/governance/deletion-requests')).json.summary,
  'approvals asked for': async ({ get }) => (await get('/api/dashboard/governance/deletion-requests')).json.deletion_requests.map((one) => one.approvals_required),
  'PII export policy': async ({ get }) => {
    const { enforced, approval_required: approval, max_rows: rows } = (await get('/api/dashboard/governance/pii-export-policy')).json;
    return { enforced, approval, rows };
  },
  'PII exports': async ({ get }) => (await get('/api/dashboard/governance/pii-exports')).json.pii_exports.map((one) => one.approval_id),
  'audit retention': async ({ get }) => {
    const { status, retention_days: days, immutable } = (await get('/api/dashboard/governance/audit-retention')).json;
    return { status, days, immutable };
  },
  purges: async ({ get }) => {
    const { status, schedules } = (await get('/api/dashboard/governance/purge-schedule')).json;
    return { status, schedules: schedules.map((one) => [one.overdue, one.last_status]) };
  },
  'customer health': async ({ get }) => {
    const { accounts, summary } = (await get('/api/dashboard/customer-success/health')).json;
    return { accounts: accounts.length, summary };
  },
  'renewal report': async ({ get }) => {
    const { lines, totals } = (await get('/api/dashboard/customer-success/renewal-value-report')).json;
    return [lines.length, totals.renewal_value_cents - lines.reduce((sum, line) => sum + line.renewal_value_cents, 0)];
  },
  'accounts at risk': async ({ get }) => (await get('/api/dashboard/customer-success/at-risk')).json.accounts.map((one) => one.account_id),
  'critical alerts': async ({ get }) => (await get('/api/dashboard/ops/alerts?severity=CRITICAL&resolved=false')).json.total,
  'critical alerts in the database': async ({ app }) =>
    (await app.db.one("SELECT COUNT(*) AS n FROM alerts WHERE severity = 'CRITICAL' AND resolved_at IS NULL")).n,
  'status page': async ({ get }) => (await get('/status', AS.nobody)).status,
  'ops page': async ({ get }) => (await get('/admin/ops')).status,
  backups: async ({ get }) => (await get('/api/dashboard/ops/backups')).json.backups.map((one) => one.intact),
};

const changes = {
  'signing in': async ({ post }) => (await post('/api/auth/login', { email: 'member@example.com', password: 'correct-horse-battery-staple' }, AS.nobody)).status,
  'session is gone': async ({ get, post }) => {
    const opened = (await post('/api/dashboard/security/sessions', { label: 'observed' })).json;
    const answered = (await post(`/api/dashboard/security/sessions/${opened.session.id}/revoke`)).json.session.status;
    return [answered, (await get(`/api/dashboard/security/sessions/${opened.session.id}`)).json.session.status, (await get('/api/dashboard/me', bearer(opened.token))).status];
  },
  'session is listed': async ({ get, post }) => {
    const { session } = (await post('/api/dashboard/security/sessions', { label: 'observed' })).json;
    return (await get('/api/dashboard/security/sessions')).json.sessions.some((one) => one.id === session.id);
  },
  'other sessions live': async ({ get, post }) => {
    const open = async () => (await post('/api/dashboard/security/sessions', { label: 'observed' })).json;
    const [first, second] = [await open(), await open()];
    await post(`/api/dashboard/security/sessions/${first.session.id}/revoke`);
    return (await get('/api/dashboard/me', bearer(second.token))).status;
  },
  impersonation: async ({ get, post }) => {
    const { impersonation } = (await post('/api/dashboard/ops/impersonations', { reason: 'observed' })).json;
    const listed = (await get('/api/dashboard/ops/impersonations')).json.impersonations.some((one) => one.id === impersonation.id);
    return listed;
  },
  'impersonation writes': async ({ ask, post }) => {
    const { token } = (await post('/api/dashboard/ops/impersonations', { reason: 'observed' })).json;
    return (await ask('PUT', '/api/dashboard/organization', { as: bearer(token), body: { display_name: 'Acme Corporation' } })).status;
  },
  'impersonation is read-only': async ({ post }) => (await post('/api/dashboard/ops/impersonations', { reason: 'observed' })).json.impersonation.read_only,
  'impersonation is gone': async ({ get, post }) => {
    const { impersonation, token } = (await post('/api/dashboard/ops/impersonations', { reason: 'observed' })).json;
    await post(`/api/dashboard/ops/impersonations/${impersonation.id}/revoke`);
    return (await get('/api/dashboard/me', bearer(token))).status;
  },
  'audit of support': async ({ get, post }) => {
    const { impersonation } = (await post('/api/dashboard/ops/impersonations', { reason: 'observed' })).json;
    return (await get(`/api/dashboard/audit-log?category=SUPPORT`)).json.events.some((one) => one.resource_id === impersonation.id);
  },
  'audit of a revoked session': async ({ get, post }) => {
    const { session } = (await post('/api/dashboard/security/sessions', { label: 'observed' })).json;
    await post(`/api/dashboard/security/sessions/${session.id}/revoke`);
    return (await get('/api/dashboard/audit-log?action=session.revoked')).json.events.some((one) => one.resource_id === session.id);
  },
  replay: async ({ post, until }) => {
    const path = '/api/integrations/ops/dead-letter/run_acme_0001';
    await post(`${path}/replay`);
    return (await until(path, (json) => json.run.status !== 'replaying')).json.run.status;
  },
  backfill: async ({ get, post, until }) => {
    const day = (days) => new Date(Date.now() - days * DAY).toISOString();
    const { backfill } = (await post('/api/integrations/ops/backfills', { integration_id: 'int_globex_crm', from: day(4), to: day(1) })).json;
    const end = (await until(`/api/integrations/ops/backfills/${backfill.id}`, (json) => json.backfill.status !== 'running')).json.backfill;
    return [end.status, end.processed <= end.max_records, (await get('/api/integrations/ops/gaps')).json.gaps.some((one) => one.organization_id === 'globex')];
  },
  'backfill without bounds': async ({ post }) =>
    (await post('/api/integrations/ops/backfills', { integration_id: 'int_acme_crm', from: '2023-01-01T00:00:00Z', to: '2024-01-01T00:00:00Z' })).status,
  'approving what is held': async ({ post }) => (await post('/api/dashboard/governance/deletion-requests/del_globex_0002/approve')).status,
  'approving for oneself': async ({ post }) => (await post('/api/dashboard/governance/deletion-requests/del_globex_0001/approve', {}, AS.globexAdmin)).status,
  'PII export': async ({ post }) => (await post('/api/dashboard/governance/pii-exports', { dataset: 'customers', reason: 'observed' })).status,
  playbook: async ({ get, post }) => {
    await post('/api/dashboard/customer-success/accounts/acc_acme_0005/playbook', { playbook: 'onboarding' });
    return (await get('/api/dashboard/customer-success/playbook-assignments')).json.assignments.map((one) => [one.account_id, one.playbook]);
  },
  incident: async ({ get, post }) => {
    const { incident } = (await post('/api/dashboard/ops/incidents', { title: 'Observed', message: 'Seen.' })).json;
    const shown = await get('/api/status/incidents?organization_id=acme', AS.nobody);
    const path = `/api/dashboard/ops/incidents/${incident.id}`;
    const page = async () => (await get('/status?organization_id=acme', AS.nobody)).text;
    const open = { api: shown.json.incidents.some((one) => one.id === incident.id), page: (await page()).includes(incident.id), ops: (await get('/admin/ops')).text.includes(incident.id) };
    await post(`${path}/updates`, { status: 'identified', message: 'Understood.' });
    const updated = [(await get(path)).json.incident.updates.length, (await page()).includes('Understood.')];
    await post(`${path}/close`);
    return { ...open, updated, closed: (await get(path)).json.incident.closed_at !== null, page_closed: !(await page()).includes('data-status="investigating"') };
  },
  rollback: async ({ get, post }) => {
    const { status } = await post('/api/dashboard/ops/releases/rollback');
    return [status, (await get('/api/dashboard/ops/releases')).json.current];
  },
  restore: async ({ post, until }) => {
    const { restore } = (await post('/api/dashboard/ops/restores', { backup_id: 'bak_0001' })).json;
    const end = (await until(`/api/dashboard/ops/restores/${restore.id}`, (json) => json.restore.status !== 'running')).json.restore;
    return [end.status, end.rows_restored];
  },
};

async function observe(server) {
  const seen = {};
  for (const [name, look] of Object.entries({ ...reads, ...changes })) seen[name] = JSON.stringify(await look(server));
  return seen;
}

// The names of what differs.
const differences = (before, after) => Object.keys(before).filter((name) => before[name] !== after[name]);

module.exports = { observe, differences };

// How long data is kept: retention policies, legal holds, audit retention and the purge schedule.
'use strict';

async function retention(ctx) {
  const rows = await ctx.db.all(
    'SELECT id, data_class, retention_days, action, updated_at FROM retention_policies WHERE organization_id = ? ORDER BY data_class', [ctx.organization]);
  return { body: { organization_id: ctx.organization, policies: rows } };
}

// A hold is honoured when it is enforced and nothing about its subject was approved for deletion.
async function legalHolds(ctx) {
  const holds = await ctx.db.all('SELECT * FROM legal_holds WHERE organization_id = ? ORDER BY id', [ctx.organization]);
  const requests = await ctx.db.all('SELECT id, subject, status FROM deletion_requests WHERE organization_id = ? ORDER BY id', [ctx.organization]);
  const legalHold = (row) => {
    const about = requests.filter((request) => request.subject === row.subject);
    return {
      id: row.id, subject: row.subject, reason: row.reason, active: row.active === 1, enforced: row.enforced === 1, placed_by: row.placed_by,
      placed_at: row.placed_at, released_at: row.released_at,
      blocked_requests: about.filter((request) => request.status === 'blocked_by_legal_hold').map((request) => request.id),
      violating_requests: about.filter((request) => ['approved', 'executed'].includes(request.status)).map((request) => request.id),
    };
  };
  return { body: { organization_id: ctx.organization, legal_holds: holds.map(legalHold) } };
}

async function auditRetention(ctx) {
  const { db, organization } = ctx;
  const row = await db.one('SELECT * FROM audit_retention WHERE organization_id = ?', [organization]);
  const { n, oldest } = await db.one('SELECT COUNT(*) AS n, MIN(at) AS oldest FROM audit_log WHERE organization_id = ?', [organization]);
  return {
    body: {
      organization_id: organization, retention_days: row.retention_days, minimum_days: row.minimum_days, immutable: row.immutable === 1,
      status: row.retention_days >= row.minimum_days ? 'ok' : 'too_short', events: n, oldest_event_at: oldest, updated_at: row.updated_at,
    },
  };
}

async function purgeSchedule(ctx) {
  const at = ctx.now.toISOString();
  const rows = await ctx.db.all(
    `SELECT id, data_class, interval_hours, last_run_at, last_status, last_deleted, next_run_at
     FROM purge_schedules WHERE organization_id = ? ORDER BY data_class`, [ctx.organization]);
  const schedules = rows.map((row) => ({ ...row, overdue: row.next_run_at < at }));
  const status = schedules.some((row) => row.overdue) ? 'overdue' : schedules.some((row) => row.last_status !== 'succeeded') ? 'failing' : 'healthy';
  return { body: { organization_id: ctx.organization, status, schedules } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/governance/retention', role: 'admin', handle: retention },
  { method: 'GET', path: '/api/dashboard/governance/legal-holds', role: 'admin', handle: legalHolds },
  { method: 'GET', path: '/api/dashboard/governance/audit-retention', role: 'admin', handle: auditRetention },
  { method: 'GET', path: '/api/dashboard/governance/purge-schedule', role: 'admin', handle: purgeSchedule },
];

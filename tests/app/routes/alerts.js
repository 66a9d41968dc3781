// Alerts of the ops diagnostics, by severity and whether they are resolved.
'use strict';

const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');

const show = (row) => ({ ...row, owner: row.owner || null, resolved: row.resolved_at !== null });

async function list(ctx) {
  const { db, query, faults, organizations } = ctx;
  const filters = new Filters().oneOf('organization_id', organizations).equal('severity', query.severity);
  if (query.resolved === 'true') filters.add('resolved_at IS NOT NULL');
  if (query.resolved === 'false') filters.add('resolved_at IS NULL');
  const hide = faults.isOn('alerts-disagree');
  if (hide) filters.add("NOT (severity = 'CRITICAL' AND resolved_at IS NULL)");
  const alerts = (await db.all(`SELECT * FROM alerts ${filters.where} ORDER BY raised_at DESC, id`, filters.values)).map(show);
  const scope = new Filters().oneOf('organization_id', organizations).add('resolved_at IS NULL');
  const open = await db.all(`SELECT severity, COUNT(*) AS n FROM alerts ${scope.where} GROUP BY severity`, scope.values);
  const count = (severity) => (open.find((row) => row.severity === severity) || { n: 0 }).n;
  return {
    body: {
      alerts, total: alerts.length,
      summary: { open_critical: hide ? 0 : count('CRITICAL'), open_warning: count('WARNING'), open_info: count('INFO') },
    },
  };
}

async function resolve(ctx) {
  const row = await findOwned(ctx, 'alerts', 'id', ctx.params.alertId, 'alert');
  if (!row.resolved_at) await ctx.db.run('UPDATE alerts SET resolved_at = ? WHERE id = ?', [ctx.now.toISOString(), row.id]);
  await ctx.audit({ category: 'ADMIN', action: 'alert.resolved', resource: ['alert', row.id] });
  return { body: { alert: show(await findOwned(ctx, 'alerts', 'id', row.id, 'alert')) } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/ops/alerts', role: 'staff', handle: list },
  { method: 'POST', path: '/api/dashboard/ops/alerts/:alertId/resolve', role: 'admin', handle: resolve },
];

// Integrations, their providers with their credentials, the pipelines, and gaps in the data.
'use strict';

const { notFound } = require('../http/errors');
const { Filters } = require('../domain/select');

const count = (rows, status) => rows.filter((row) => row.status === status).length;

async function health(ctx) {
  const filters = new Filters().oneOf('organization_id', ctx.organizations);
  const rows = await ctx.db.all(`SELECT * FROM integrations ${filters.where} ORDER BY id`, filters.values);
  const summary = { healthy: count(rows, 'healthy'), degraded: count(rows, 'degraded'), down: count(rows, 'down'), total: rows.length };
  const status = summary.down > 0 ? 'down' : summary.degraded > 0 ? 'degraded' : 'healthy';
  return { body: { status, integrations: rows, summary } };
}

async function pipelines(ctx) {
  const rows = await ctx.db.all('SELECT * FROM pipelines ORDER BY id');
  return { body: { status: rows.every((row) => row.status === 'running') ? 'running' : 'stalled', pipelines: rows } };
}

const showStatus = (row) => ({ id: row.id, name: row.name, status: row.status, checked_at: row.checked_at });
const showCredentials = (row) => ({
  provider_id: row.id, status: row.credentials_status, expires_at: row.credentials_expires_at, rotated_at: row.credentials_rotated_at,
});

async function providers(ctx) {
  const rows = await ctx.db.all('SELECT * FROM providers ORDER BY id');
  return { body: { providers: rows.map(showStatus) } };
}

async function credentials(ctx) {
  const rows = await ctx.db.all('SELECT * FROM providers ORDER BY id');
  return { body: { credentials: rows.map(showCredentials) } };
}

async function provider(ctx) {
  const row = await ctx.db.one('SELECT * FROM providers WHERE id = ?', [ctx.params.providerId]);
  if (!row) throw notFound(`provider "${ctx.params.providerId}"`);
  return { body: { provider: showStatus(row) } };
}

async function rotate(ctx) {
  const { db, params, now } = ctx;
  await provider(ctx);
  await db.run("UPDATE providers SET credentials_status = 'valid', credentials_rotated_at = ?, credentials_expires_at = ? WHERE id = ?",
    [now.toISOString(), new Date(now.getTime() + 90 * 86400000).toISOString(), params.providerId]);
  await ctx.audit({ category: 'INTEGRATION', action: 'credentials.rotated', resource: ['provider', params.providerId] });
  const row = await db.one('SELECT * FROM providers WHERE id = ?', [params.providerId]);
  return { body: { credentials: showCredentials(row) } };
}

function showGap(row) {
  return {
    id: row.id, integration_id: row.integration_id, organization_id: row.organization_id, from: row.range_start, to: row.range_end,
    missing_records: row.missing_records, status: row.status, detected_at: row.detected_at, backfill_id: row.backfill_id,
  };
}

async function gaps(ctx) {
  const { db, faults, jobs, query, organizations } = ctx;
  await jobs.settle();
  if (faults.isOn('gaps-hidden')) return { body: { gaps: [], total: 0 } };
  const filters = new Filters().oneOf('organization_id', organizations);
  if (query.status !== 'all') filters.equal('status', query.status || 'open');
  const rows = await db.all(`SELECT * FROM data_gaps ${filters.where} ORDER BY range_start, id`, filters.values);
  return { body: { gaps: rows.map(showGap), total: rows.length } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/integrations/health', role: 'staff', handle: health },
  { method: 'GET', path: '/api/dashboard/ops/pipeline-status', role: 'staff', handle: pipelines },
  { method: 'GET', path: '/api/integrations/ops/providers', role: 'staff', handle: providers },
  { method: 'GET', path: '/api/integrations/ops/providers/credentials', role: 'admin', handle: credentials },
  { method: 'GET', path: '/api/integrations/ops/providers/:providerId', role: 'staff', handle: provider },
  { method: 'POST', path: '/api/integrations/ops/providers/:providerId/credentials/rotate', role: 'admin', handle: rotate },
  { method: 'GET', path: '/api/integrations/ops/gaps', role: 'staff', handle: gaps },
];

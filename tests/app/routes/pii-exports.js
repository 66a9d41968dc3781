// Exports of personal data: the policy, and exports that need an approval by somebody else.
'use strict';

const { forbidden } = require('../http/errors');
const { text } = require('../http/input');
const { newId } = require('../domain/ids');

async function policy(ctx) {
  const row = await ctx.db.one('SELECT * FROM pii_export_policies WHERE organization_id = ?', [ctx.organization]);
  return {
    body: {
      organization_id: row.organization_id, enforced: row.enforced === 1, approval_required: row.approval_required === 1, max_rows: row.max_rows,
      masked_fields: JSON.parse(row.masked_fields), link_expires_hours: row.link_expires_hours, updated_at: row.updated_at,
    },
  };
}

async function list(ctx) {
  const rows = await ctx.db.all('SELECT * FROM pii_exports WHERE organization_id = ? ORDER BY requested_at DESC, id', [ctx.organization]);
  return { body: { pii_exports: rows, total: rows.length } };
}

// Whether or not the policy is switched on, nothing leaves without an approval that fits.
async function isApproved(ctx, dataset) {
  if (ctx.faults.isOn('pii-export-allowed')) return true;
  const approval = await ctx.db.one(
    'SELECT id FROM pii_export_approvals WHERE id = ? AND organization_id = ? AND dataset = ? AND expires_at > ? AND approved_by <> ?',
    [String(ctx.body.approval_id || ''), ctx.organization, dataset, ctx.now.toISOString(), ctx.identity.actorId]);
  return Boolean(approval);
}

async function request(ctx) {
  const { db, body, organization, identity, now } = ctx;
  const dataset = text(body, 'dataset');
  const reason = text(body, 'reason');
  if (!(await isApproved(ctx, dataset))) {
    await ctx.audit({ category: 'GOVERNANCE', action: 'pii_export.refused', resource: ['dataset', dataset], outcome: 'denied' });
    throw forbidden('An export of personal data needs an approval by somebody else.', 'approval_required');
  }
  const row = {
    id: newId('pex'), organization_id: organization, dataset, reason, approval_id: text(body, 'approval_id', { fallback: null }), status: 'finished',
    requested_by: identity.actorId, requested_at: now.toISOString(),
  };
  await db.insert('pii_exports', row);
  await ctx.audit({ category: 'GOVERNANCE', action: 'pii_export.started', resource: ['pii_export', row.id] });
  return { status: 202, body: { pii_export: row } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/governance/pii-export-policy', role: 'admin', handle: policy },
  { method: 'GET', path: '/api/dashboard/governance/pii-exports', role: 'admin', handle: list },
  { method: 'POST', path: '/api/dashboard/governance/pii-exports', role: 'admin', handle: request },
];

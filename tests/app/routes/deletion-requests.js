// The deletion workflow: a queue of requests, approved by two people other than the one who asked.
'use strict';

const { conflict, forbidden } = require('../http/errors');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');

async function withApprovals(db, rows) {
  const result = [];
  for (const row of rows) {
    const approvals = await db.all(
      'SELECT approved_by, approved_at FROM deletion_approvals WHERE deletion_request_id = ? ORDER BY approved_at, approved_by', [row.id]);
    result.push({ ...row, approvals });
  }
  return result;
}

async function list(ctx) {
  const { db, query, organization, now } = ctx;
  const filters = new Filters().equal('organization_id', organization).equal('status', query.status);
  const rows = await withApprovals(db, await db.all(`SELECT * FROM deletion_requests ${filters.where} ORDER BY due_at, id`, filters.values));
  const pending = rows.filter((row) => row.status === 'pending_approval');
  return {
    body: {
      organization_id: organization,
      deletion_requests: rows.map((row) => ({ ...row, overdue: row.status === 'pending_approval' && row.due_at < now.toISOString() })),
      summary: {
        pending: pending.length,
        overdue: pending.filter((row) => row.due_at < now.toISOString()).length,
        blocked: rows.filter((row) => row.status === 'blocked_by_legal_hold').length,
        executed_without_approval: rows.filter((row) => row.status === 'executed' && row.approvals.length < row.approvals_required).length,
      },
    },
  };
}

const find = (ctx) => findOwned(ctx, 'deletion_requests', 'id', ctx.params.requestId, 'deletion request');

async function showOne(ctx) {
  const [request] = await withApprovals(ctx.db, [await find(ctx)]);
  return { body: { deletion_request: request } };
}

async function isHeld(ctx, row) {
  if (ctx.faults.isOn('legal-hold-ignored')) return false;
  return Boolean(await ctx.db.one('SELECT id FROM legal_holds WHERE organization_id = ? AND subject = ? AND active = 1', [row.organization_id, row.subject]));
}

async function approve(ctx) {
  const { db, identity, now, faults } = ctx;
  const row = await find(ctx);
  if (await isHeld(ctx, row)) throw conflict('legal_hold', `${row.subject} is under a legal hold.`);
  if (!['pending_approval', 'blocked_by_legal_hold'].includes(row.status)) throw conflict('already_decided', `This request is ${row.status}.`);
  if (row.requested_by === identity.actorId && !faults.isOn('deletion-self-approval')) {
    throw forbidden('Whoever asked for a deletion does not approve it.', 'four_eyes');
  }
  await db.run('INSERT INTO deletion_approvals (deletion_request_id, approved_by, approved_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    [row.id, identity.actorId, now.toISOString()]);
  const { n } = await db.one('SELECT COUNT(*) AS n FROM deletion_approvals WHERE deletion_request_id = ?', [row.id]);
  if (n >= row.approvals_required) await db.run("UPDATE deletion_requests SET status = 'approved', decided_at = ? WHERE id = ?", [now.toISOString(), row.id]);
  await ctx.audit({ category: 'GOVERNANCE', action: 'deletion.approved', resource: ['deletion_request', row.id] });
  return showOne(ctx);
}

async function reject(ctx) {
  const row = await find(ctx);
  if (row.status !== 'pending_approval') throw conflict('already_decided', `This request is ${row.status}.`);
  await ctx.db.run("UPDATE deletion_requests SET status = 'rejected', decided_at = ? WHERE id = ?", [ctx.now.toISOString(), row.id]);
  await ctx.audit({ category: 'GOVERNANCE', action: 'deletion.rejected', resource: ['deletion_request', row.id] });
  return showOne(ctx);
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/governance/deletion-requests', role: 'admin', handle: list },
  { method: 'GET', path: '/api/dashboard/governance/deletion-requests/:requestId', role: 'admin', handle: showOne },
  { method: 'POST', path: '/api/dashboard/governance/deletion-requests/:requestId/approve', role: 'admin', handle: approve },
  { method: 'POST', path: '/api/dashboard/governance/deletion-requests/:requestId/reject', role: 'admin', handle: reject },
];

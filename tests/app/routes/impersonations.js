// Support impersonation: start, list, look at one, revoke. Read-only unless an admin says otherwise.
'use strict';

const { invalid } = require('../http/errors');
const { text, flag, integer } = require('../http/input');
const { hashToken, issueToken } = require('../http/tokens');
const { newId } = require('../domain/ids');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');

function show(row) {
  return {
    id: row.id, actor_id: row.actor_id, target_user_id: row.target_user_id, organization_id: row.organization_id, read_only: row.read_only === 1,
    reason: row.reason, reference: row.reference, status: row.status, created_at: row.created_at, expires_at: row.expires_at,
    revoked_at: row.revoked_at, revoked_by: row.revoked_by,
  };
}

const find = (ctx) => findOwned(ctx, 'impersonations', 'id', ctx.params.impersonationId, 'impersonation');

async function list(ctx) {
  const { db, faults, query, organizations, now } = ctx;
  const filters = new Filters().oneOf('organization_id', organizations).equal('reference', query.reference);
  if (query.status !== 'all') filters.equal('status', query.status || 'active');
  if ((query.status || 'active') === 'active') filters.add('expires_at > ?', now.toISOString());
  const rows = await db.all(`SELECT * FROM impersonations ${filters.where} ORDER BY created_at DESC, id`, filters.values);
  const seen = faults.isOn('impersonation-not-listed') ? rows.filter((row) => /^imp_[a-z]+_\d{4}$/.test(row.id)) : rows;
  return { body: { impersonations: seen.map(show), total: seen.length } };
}

async function readOne(ctx) {
  return { body: { impersonation: show(await find(ctx)) } };
}

async function start(ctx) {
  const { db, body, organization, identity, now, options, faults } = ctx;
  const target = text(body, 'user_id', { fallback: `usr_${organization}_owner` });
  if (!(await db.one('SELECT role FROM memberships WHERE user_id = ? AND organization_id = ?', [target, organization]))) {
    throw invalid(`"${target}" is not a member of ${organization}.`);
  }
  const readOnly = flag(body, 'read_only', true);
  if (!readOnly && ctx.role !== 'admin') throw invalid('Only an admin may start an impersonation that can write.');
  const id = newId('imp');
  await db.insert('impersonations', {
    id, actor_id: identity.actorId, target_user_id: target, organization_id: organization, token_hash: hashToken(issueToken(options.secret, id)),
    read_only: readOnly && !faults.isOn('impersonation-not-read-only') ? 1 : 0, reason: text(body, 'reason'), reference: text(body, 'reference', { fallback: null }), status: 'active',
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + integer(body, 'ttl_minutes', { fallback: 15, min: 1, max: 60 }) * 60000).toISOString(),
    revoked_at: null, revoked_by: null,
  });
  await ctx.audit({ category: 'SUPPORT', action: 'impersonation.started', resource: ['impersonation', id], detail: { target_user_id: target } });
  const row = await db.one('SELECT * FROM impersonations WHERE id = ?', [id]);
  return { status: 201, body: { impersonation: show(row) }, tokenFor: id };
}

async function revoke(ctx) {
  const { db, faults, identity, now } = ctx;
  const row = await find(ctx);
  await ctx.audit({ category: 'SUPPORT', action: 'impersonation.revoked', resource: ['impersonation', row.id] });
  if (faults.isOn('impersonation-revoke-ignored')) {
    return { body: { impersonation: show({ ...row, status: 'revoked', revoked_at: now.toISOString(), revoked_by: identity.actorId }) } };
  }
  await db.run("UPDATE impersonations SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE id = ? AND status = 'active'",
    [now.toISOString(), identity.actorId, row.id]);
  return readOne(ctx);
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/ops/impersonations', role: 'staff', handle: list },
  { method: 'POST', path: '/api/dashboard/ops/impersonations', role: 'staff', handle: start },
  { method: 'GET', path: '/api/dashboard/ops/impersonations/:impersonationId', role: 'staff', handle: readOne },
  { method: 'POST', path: '/api/dashboard/ops/impersonations/:impersonationId/revoke', role: 'staff', handle: revoke },
];

// The session inventory of a tenant: list, open, look at one, revoke.
'use strict';

const { invalid } = require('../http/errors');
const { text, integer } = require('../http/input');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');
const { show, createSession, revokeSession } = require('../domain/sessions');

async function list(ctx) {
  const { db, query, faults, organization, now } = ctx;
  if (faults.isOn('sessions-empty')) return { body: { sessions: [], total: 0 } };
  const filters = new Filters().equal('organization_id', organization).equal('user_id', query.user_id).equal('reference', query.reference);
  if (query.status !== 'all') filters.equal('status', query.status || 'active');
  if ((query.status || 'active') === 'active') filters.add('expires_at > ?', now.toISOString());
  if (query.suspicious === 'true') filters.equal('suspicious', 1);
  const rows = await db.all(`SELECT * FROM sessions ${filters.where} ORDER BY created_at DESC, id`, filters.values);
  const seen = faults.isOn('session-not-listed') ? rows.filter((row) => /^ses_[a-z]+_\d{4}$/.test(row.id)) : rows;
  return { body: { sessions: seen.map(show), total: seen.length } };
}

const find = (ctx) => findOwned(ctx, 'sessions', 'id', ctx.params.sessionId, 'session');

async function readOne(ctx) {
  return { body: { session: show(await find(ctx)) } };
}

async function open(ctx) {
  const { body, db, organization, identity } = ctx;
  const userId = text(body, 'user_id', { fallback: identity.userId });
  if (!(await db.one('SELECT role FROM memberships WHERE user_id = ? AND organization_id = ?', [userId, organization]))) {
    throw invalid(`"${userId}" is not a member of ${organization}.`);
  }
  const session = await createSession(ctx, {
    userId, organization, label: text(body, 'label', { fallback: 'Opened by an admin' }), reference: text(body, 'reference', { fallback: null }),
    ttlMinutes: integer(body, 'ttl_minutes', { fallback: 15, min: 1, max: 720 }),
  });
  await ctx.audit({ category: 'SECURITY', action: 'session.opened', resource: ['session', session.id], detail: { user_id: userId } });
  return { status: 201, body: { session }, tokenFor: session.id };
}

async function revoke(ctx) {
  const { db, faults, identity, now } = ctx;
  const row = await find(ctx);
  await ctx.audit({ category: 'SECURITY', action: 'session.revoked', resource: ['session', row.id], detail: { user_id: row.user_id } });
  if (faults.isOn('revoke-ignored')) {
    return { body: { session: show({ ...row, status: 'revoked', revoked_at: now.toISOString(), revoked_by: identity.actorId }) } };
  }
  await revokeSession(db, row.id, identity.actorId, now);
  if (faults.isOn('revoke-too-many')) {
    await db.run(
      "UPDATE sessions SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE organization_id = ? AND status = 'active' AND label <> 'Seed session'",
      [now.toISOString(), identity.actorId, ctx.organization]);
  }
  return readOne(ctx);
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/security/sessions', role: 'admin', handle: list },
  { method: 'POST', path: '/api/dashboard/security/sessions', role: 'admin', handle: open },
  { method: 'GET', path: '/api/dashboard/security/sessions/:sessionId', role: 'admin', handle: readOne },
  { method: 'POST', path: '/api/dashboard/security/sessions/:sessionId/revoke', role: 'admin', handle: revoke },
];

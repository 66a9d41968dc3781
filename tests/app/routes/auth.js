// Signing in and out, and who the server thinks is asking.
'use strict';

const { HttpError, badRequest, forbidden } = require('../http/errors');
const { checkPassword } = require('../http/passwords');
const { isInside } = require('../domain/networks');
const { issueToken } = require('../http/tokens');
const { createSession, revokeSession } = require('../domain/sessions');

async function login(ctx) {
  const { db, body, ip } = ctx;
  if (typeof body.email !== 'string' || typeof body.password !== 'string') throw badRequest('Both email and password are needed.');
  const user = await db.one('SELECT id, password_hash, home_organization_id FROM users WHERE email = ?', [body.email]);
  if (!user || !checkPassword(body.password, user.password_hash)) throw new HttpError(401, 'unauthorized', 'This email and password do not go together.');
  const policy = await db.one('SELECT ip_allowlist_enabled, ip_allowlist FROM security_policies WHERE organization_id = ?', [user.home_organization_id]);
  if (policy && policy.ip_allowlist_enabled === 1 && !isInside(ip, JSON.parse(policy.ip_allowlist))) {
    throw forbidden('Signing in from this address is not allowed.', 'address_not_allowed');
  }
  const session = await createSession(ctx, { userId: user.id, organization: user.home_organization_id, label: 'Sign-in', ttlMinutes: 720 });
  await ctx.audit({ category: 'SECURITY', action: 'session.signed_in', resource: ['session', session.id], organization: session.organization_id, actor: user.id });
  const cookie = `session=${issueToken(ctx.options.secret, session.id)}; HttpOnly; SameSite=Lax; Path=/; Max-Age=43200`;
  return { status: 201, body: { session }, headers: { 'set-cookie': cookie } };
}

async function logout(ctx) {
  const { sessionId, userId } = ctx.identity;
  if (!sessionId) throw badRequest('This request came without a session.');
  await revokeSession(ctx.db, sessionId, userId, ctx.now);
  await ctx.audit({ category: 'SECURITY', action: 'session.signed_out', resource: ['session', sessionId] });
  return { status: 200, body: { signed_out: true }, headers: { 'set-cookie': 'session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0' } };
}

async function me(ctx) {
  const { identity } = ctx;
  return {
    body: {
      user_id: identity.userId, name: identity.name, email: identity.email, role: ctx.role, organization_id: ctx.organization,
      roles: identity.roles, authenticated_by: identity.by, read_only: identity.readOnly, address: ctx.ip,
      session_id: identity.sessionId || null, impersonation_id: identity.impersonationId || null,
    },
  };
}

module.exports = [
  { method: 'POST', path: '/api/auth/login', role: 'public', handle: login },
  { method: 'POST', path: '/api/auth/logout', role: 'member', handle: logout },
  { method: 'GET', path: '/api/dashboard/me', role: 'member', handle: me },
];

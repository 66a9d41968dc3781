// Who is asking: a bearer token (API token, session or impersonation) or the session cookie.
'use strict';

const { hashToken } = require('./tokens');

function tokenOf(req) {
  const header = req.headers.authorization || '';
  const bearer = /^Bearer\s+(\S+)$/i.exec(header);
  if (bearer) return { token: bearer[1], by: 'bearer' };
  for (const part of (req.headers.cookie || '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === 'session' && value.length > 0) return { token: decodeURIComponent(value.join('=')), by: 'session' };
  }
  return null;
}

async function withUser(db, userId, rest) {
  const user = await db.one('SELECT id, email, name, home_organization_id FROM users WHERE id = ?', [userId]);
  if (!user) return null;
  const memberships = await db.all('SELECT organization_id, role FROM memberships WHERE user_id = ? ORDER BY organization_id', [userId]);
  const roles = Object.fromEntries(memberships.map((row) => [row.organization_id, row.role]));
  return { ...rest, userId: user.id, email: user.email, name: user.name, home: user.home_organization_id, roles, actorId: rest.actorId || user.id };
}

// null when nobody can be made out; else { userId, actorId, home, roles, by, readOnly }.
async function identify(db, req, now = new Date()) {
  let found;
  try {
    found = tokenOf(req);
  } catch {
    return null; // a cookie that cannot be decoded is nobody's
  }
  if (!found) return null;
  const hash = hashToken(found.token);
  const at = now.toISOString();

  const session = await db.one("SELECT id, user_id FROM sessions WHERE token_hash = ? AND status = 'active' AND expires_at > ?", [hash, at]);
  if (session) return withUser(db, session.user_id, { by: 'session', sessionId: session.id, readOnly: false });
  if (found.by === 'session') return null;

  const token = await db.one('SELECT user_id FROM api_tokens WHERE token_hash = ? AND revoked_at IS NULL', [hash]);
  if (token) return withUser(db, token.user_id, { by: 'bearer', readOnly: false });

  const imp = await db.one(
    "SELECT id, actor_id, target_user_id, organization_id, read_only FROM impersonations WHERE token_hash = ? AND status = 'active' AND expires_at > ?",
    [hash, at]);
  if (!imp) return null;
  const identity = await withUser(db, imp.target_user_id, {
    by: 'impersonation', impersonationId: imp.id, readOnly: imp.read_only === 1, actorId: imp.actor_id,
  });
  // An impersonation reaches the one tenant it was started for.
  identity.roles = imp.organization_id in identity.roles ? { [imp.organization_id]: identity.roles[imp.organization_id] } : {};
  identity.home = imp.organization_id;
  return identity;
}

module.exports = { identify };

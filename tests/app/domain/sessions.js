// Sessions: opening, showing and revoking them.
'use strict';

const { newId } = require('./ids');
const { hashToken, issueToken } = require('../http/tokens');

function show(row) {
  return {
    id: row.id, user_id: row.user_id, organization_id: row.organization_id, label: row.label, reference: row.reference, ip: row.ip,
    user_agent: row.user_agent, suspicious: row.suspicious === 1, status: row.status, created_at: row.created_at, last_seen_at: row.last_seen_at,
    expires_at: row.expires_at, revoked_at: row.revoked_at, revoked_by: row.revoked_by,
  };
}

async function createSession(ctx, { userId, organization, label, reference = null, ttlMinutes }) {
  const id = newId('ses');
  const at = ctx.now.toISOString();
  const row = {
    id, user_id: userId, organization_id: organization, token_hash: hashToken(issueToken(ctx.options.secret, id)), label, reference, ip: ctx.ip,
    user_agent: String(ctx.req.headers['user-agent'] || 'unknown').slice(0, 200), suspicious: 0, status: 'active', created_at: at, last_seen_at: at,
    expires_at: new Date(ctx.now.getTime() + ttlMinutes * 60000).toISOString(), revoked_at: null, revoked_by: null,
  };
  await ctx.db.insert('sessions', row);
  return show(row);
}

async function revokeSession(db, id, by, now) {
  await db.run("UPDATE sessions SET status = 'revoked', revoked_at = ?, revoked_by = ? WHERE id = ? AND status = 'active'", [now.toISOString(), by, id]);
}

module.exports = { show, createSession, revokeSession };

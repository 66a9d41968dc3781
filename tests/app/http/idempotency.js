// A change sent twice with the same Idempotency-Key is done once; the second time the first answer comes again.
'use strict';

const { conflict, badRequest } = require('./errors');

async function once(ctx, route, work) {
  const key = ctx.req.headers['idempotency-key'];
  if (!key || ctx.method === 'GET' || ctx.method === 'HEAD' || route.role === 'public') return work();
  if (key.length > 200) throw badRequest('The Idempotency-Key is longer than 200 characters.');
  const name = `${ctx.identity.actorId} ${key}`;
  const place = `${ctx.method} ${ctx.path}`;

  const before = await ctx.db.one('SELECT route, status, body, token_for FROM idempotency_keys WHERE key = ?', [name]);
  if (before) {
    if (before.route !== place) throw conflict('idempotency_key_used', 'This Idempotency-Key was used for another request.');
    return { status: before.status, body: JSON.parse(before.body), tokenFor: before.token_for, headers: { 'idempotent-replayed': 'true' } };
  }
  const result = await work();
  await ctx.db.run(
    `INSERT INTO idempotency_keys (key, actor_id, route, status, body, token_for, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO NOTHING`,
    [name, ctx.identity.actorId, place, result.status || 200, JSON.stringify(result.body), result.tokenFor || null, ctx.now.toISOString()]);
  return result;
}

module.exports = { once };

// The security policy of a tenant: MFA, session controls and the IP allow-list.
'use strict';

const { invalid } = require('../http/errors');
const { flag, integer } = require('../http/input');
const { isNetwork } = require('../domain/networks');

function show(row) {
  return {
    organization_id: row.organization_id,
    mfa: { enforced: row.mfa_enforced === 1, methods: JSON.parse(row.mfa_methods) },
    session_controls: {
      enabled: row.session_controls_enabled === 1, idle_timeout_minutes: row.idle_timeout_minutes,
      absolute_timeout_hours: row.absolute_timeout_hours, max_concurrent_sessions: row.max_concurrent_sessions,
    },
    ip_allowlist: { enabled: row.ip_allowlist_enabled === 1, entries: JSON.parse(row.ip_allowlist) },
    updated_at: row.updated_at,
    updated_by: row.updated_by,
  };
}

const find = (ctx) => ctx.db.one('SELECT * FROM security_policies WHERE organization_id = ?', [ctx.organization]);

async function read(ctx) {
  return { body: show(await find(ctx)) };
}

async function change(ctx) {
  const before = show(await find(ctx));
  const { mfa = {}, session_controls: session = {}, ip_allowlist: list = {} } = ctx.body;
  const entries = list.entries === undefined ? before.ip_allowlist.entries : list.entries;
  if (!Array.isArray(entries) || !entries.every(isNetwork)) throw invalid('"ip_allowlist.entries" must be networks such as 10.0.0.0/8.');
  const number = (value) => (value ? 1 : 0);
  await ctx.db.run(
    `UPDATE security_policies SET mfa_enforced = ?, session_controls_enabled = ?, idle_timeout_minutes = ?, absolute_timeout_hours = ?,
     max_concurrent_sessions = ?, ip_allowlist_enabled = ?, ip_allowlist = ?, updated_at = ?, updated_by = ? WHERE organization_id = ?`,
    [
      number(flag(mfa, 'enforced', before.mfa.enforced)),
      number(flag(session, 'enabled', before.session_controls.enabled)),
      integer(session, 'idle_timeout_minutes', { fallback: before.session_controls.idle_timeout_minutes, min: 1, max: 1440 }),
      integer(session, 'absolute_timeout_hours', { fallback: before.session_controls.absolute_timeout_hours, min: 1, max: 720 }),
      integer(session, 'max_concurrent_sessions', { fallback: before.session_controls.max_concurrent_sessions, min: 1, max: 100 }),
      number(flag(list, 'enabled', before.ip_allowlist.enabled)),
      JSON.stringify(entries), ctx.now.toISOString(), ctx.identity.actorId, ctx.organization,
    ]);
  await ctx.audit({ category: 'SECURITY', action: 'policy.updated', resource: ['security_policy', ctx.organization] });
  return read(ctx);
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/security/policy', role: 'admin', handle: read },
  { method: 'PUT', path: '/api/dashboard/security/policy', role: 'admin', handle: change },
];

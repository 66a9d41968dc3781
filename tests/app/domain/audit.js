// The audit log: one row for everything that an admin, a member or support does.
'use strict';

const { randomBytes } = require('node:crypto');

// Which faults leave which categories out.
function isLeftOut(faults, category, action) {
  if (category === 'SUPPORT') return faults.isOn('support-not-audited');
  if (['session.opened', 'session.revoked'].includes(action) && faults.isOn('session-not-audited')) return true;
  if (category === 'SECURITY' || category === 'ADMIN') return faults.isOn('audit-missing');
  return false;
}

let count = 0;

// Ids sort by time, also within a millisecond.
function auditId(now) {
  count = (count + 1) % 0x10000;
  return `aud_${now.getTime().toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}${randomBytes(3).toString('hex')}`;
}

function createAudit(ctx) {
  return async ({ category, action, resource, outcome = 'success', detail = {}, organization, actor }) => {
    if (isLeftOut(ctx.faults, category, action)) return;
    const now = new Date();
    await ctx.db.insert('audit_log', {
      id: auditId(now),
      at: now.toISOString(),
      organization_id: organization || ctx.organization || null,
      actor_id: actor || (ctx.identity ? ctx.identity.actorId : 'anonymous'),
      actor_role: ctx.role || 'none',
      category,
      action,
      resource_type: resource[0],
      resource_id: resource[1],
      outcome,
      ip: ctx.ip,
      detail: JSON.stringify(detail),
    });
  };
}

module.exports = { createAudit };

// The tenant's own name: what every member may read and an admin may change.
'use strict';

const { text } = require('../http/input');

async function read(ctx) {
  const organization = await ctx.db.one('SELECT id, name, display_name, plan, created_at FROM organizations WHERE id = ?', [ctx.organization]);
  return { body: { organization } };
}

async function rename(ctx) {
  await ctx.db.run('UPDATE organizations SET display_name = ? WHERE id = ?', [text(ctx.body, 'display_name', { max: 100 }), ctx.organization]);
  await ctx.audit({ category: 'ADMIN', action: 'organization.renamed', resource: ['organization', ctx.organization] });
  return read(ctx);
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/organization', role: 'member', handle: read },
  { method: 'PUT', path: '/api/dashboard/organization', role: 'admin', handle: rename },
];

// Who may do what: 401 for nobody, 403 for the wrong role or tenant, and read-only impersonation.
'use strict';

const { unauthorized, forbidden, notFound } = require('./errors');

const RANK = { member: 1, support: 2, admin: 3 };
const NEEDS = { member: 1, staff: 2, admin: 3 };
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

const ANONYMOUS = { userId: 'anonymous', actorId: 'anonymous', home: 'acme', roles: {}, by: 'nobody', readOnly: false };

async function organizationExists(db, id) {
  return Boolean(await db.one('SELECT id FROM organizations WHERE id = ?', [id]));
}

// Fills ctx.identity, ctx.organization (the tenant asked about), ctx.organizations (all that may be seen) and ctx.role.
async function authorize(ctx, route) {
  if (route.role === 'public') return;
  const { db, faults, method, path } = ctx;
  const adminRoute = NEEDS[route.role] > NEEDS.member;

  let open = false;
  if (!ctx.identity) {
    open = adminRoute && faults.hits('anonymous-can-admin', method, path);
    if (!open) throw unauthorized();
    ctx.identity = ANONYMOUS;
  }
  const { identity } = ctx;

  const asked = faults.isOn('tenant-ignored') ? '' : ctx.query.organization_id || ctx.body.organization_id || '';
  if (asked && typeof asked !== 'string') throw notFound('such organization');
  const organization = asked || identity.home;
  const role = identity.roles[organization] || '';
  const elevated = open || (adminRoute && role === 'member' && faults.hits('member-can-admin', method, path));
  if (!elevated) {
    if (!role) throw forbidden('You are not a member of this organization.');
    if (RANK[role] < NEEDS[route.role]) throw forbidden(`This needs the role ${route.role === 'staff' ? 'support or admin' : route.role}; yours is ${role}.`);
  }
  if (asked && !(await organizationExists(db, asked))) throw notFound(`organization "${asked}"`);

  if (identity.readOnly && !READING.has(method) && !faults.isOn('impersonation-writes')) {
    throw forbidden('This impersonation is read-only.', 'read_only_impersonation');
  }

  ctx.role = role || 'none';
  ctx.organization = organization;
  const least = NEEDS[route.role];
  ctx.organizations = asked ? [asked] : Object.keys(identity.roles).filter((id) => elevated || RANK[identity.roles[id]] >= least);
  if (ctx.organizations.length === 0) ctx.organizations = [organization];
}

module.exports = { authorize };

// Incidents: opened, updated and closed by staff; what is public can be read by everybody.
'use strict';

const { badRequest, notFound, conflict } = require('../http/errors');
const { text, flag } = require('../http/input');
const { newId } = require('../domain/ids');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');
const { withUpdates, publicIncidents, overallStatus } = require('../domain/incidents');

const SEVERITIES = ['minor', 'major', 'critical'];
const OPEN_STATUSES = ['investigating', 'identified', 'monitoring'];

const find = (ctx) => findOwned(ctx, 'incidents', 'id', ctx.params.incidentId, 'incident');

async function list(ctx) {
  const { db, query, organizations } = ctx;
  const filters = new Filters().oneOf('organization_id', organizations).equal('reference', query.reference);
  if (query.status === 'open') filters.add('closed_at IS NULL');
  else if (query.status !== 'all') filters.equal('status', query.status);
  const rows = await db.all(`SELECT * FROM incidents ${filters.where} ORDER BY started_at DESC, id`, filters.values);
  return { body: { incidents: await withUpdates(db, rows), total: rows.length } };
}

async function readOne(ctx) {
  const [incident] = await withUpdates(ctx.db, [await find(ctx)]);
  return { body: { incident } };
}

function post(ctx, incidentId, status, message, at) {
  return ctx.db.insert('incident_updates', { id: newId('iup'), incident_id: incidentId, status, message, posted_by: ctx.identity.actorId, posted_at: at });
}

async function open(ctx) {
  const { db, body, organization, identity } = ctx;
  const at = ctx.now.toISOString();
  const row = {
    id: newId('inc'), organization_id: organization, title: text(body, 'title', { max: 200 }), severity: text(body, 'severity', { fallback: 'minor', oneOf: SEVERITIES }),
    status: text(body, 'status', { fallback: 'investigating', oneOf: OPEN_STATUSES }), is_public: flag(body, 'public', true) ? 1 : 0,
    reference: text(body, 'reference', { fallback: null }), opened_by: identity.actorId, started_at: at, updated_at: at, closed_at: null,
  };
  const message = text(body, 'message', { max: 2000 });
  await db.insert('incidents', row);
  await post(ctx, row.id, row.status, message, at);
  await ctx.audit({ category: 'INCIDENT', action: 'incident.opened', resource: ['incident', row.id] });
  const [incident] = await withUpdates(db, [row]);
  return { status: 201, body: { incident } };
}

async function update(ctx) {
  const { db, body, faults } = ctx;
  const row = await find(ctx);
  if (row.closed_at) throw conflict('closed', 'This incident is closed.');
  const status = text(body, 'status', { fallback: row.status, oneOf: OPEN_STATUSES });
  const message = text(body, 'message', { max: 2000 });
  const at = ctx.now.toISOString();
  await ctx.audit({ category: 'INCIDENT', action: 'incident.updated', resource: ['incident', row.id] });
  if (!faults.isOn('incident-update-lost')) {
    await db.run('UPDATE incidents SET status = ?, updated_at = ? WHERE id = ?', [status, at, row.id]);
    await post(ctx, row.id, status, message, at);
    return readOne(ctx);
  }
  const [incident] = await withUpdates(db, [row]);
  return { body: { incident: { ...incident, status, updates: [...incident.updates, { status, message, posted_at: at }] } } };
}

async function close(ctx) {
  const { db, body, faults } = ctx;
  const row = await find(ctx);
  if (row.closed_at) return readOne(ctx);
  const message = text(body, 'message', { fallback: 'Resolved.', max: 2000 });
  const at = ctx.now.toISOString();
  await ctx.audit({ category: 'INCIDENT', action: 'incident.closed', resource: ['incident', row.id] });
  if (faults.isOn('incident-not-closed')) {
    const [incident] = await withUpdates(db, [{ ...row, status: 'resolved', closed_at: at, updated_at: at }]);
    return { body: { incident } };
  }
  await db.run("UPDATE incidents SET status = 'resolved', updated_at = ?, closed_at = ? WHERE id = ?", [at, at, row.id]);
  await post(ctx, row.id, 'resolved', message, at);
  return readOne(ctx);
}

async function publicList(ctx) {
  const { db, query, faults, now } = ctx;
  const organization = query.organization_id;
  if (!organization) throw badRequest('"organization_id" is needed.');
  if (!(await db.one('SELECT id FROM organizations WHERE id = ?', [organization]))) throw notFound(`organization "${organization}"`);
  const all = await publicIncidents(ctx, [organization]);
  const incidents = faults.isOn('status-hides-incident') ? all.filter((incident) => incident.status === 'resolved') : all;
  return { body: { organization_id: organization, status: overallStatus(incidents), incidents, generated_at: now.toISOString() } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/ops/incidents', role: 'staff', handle: list },
  { method: 'POST', path: '/api/dashboard/ops/incidents', role: 'staff', handle: open },
  { method: 'GET', path: '/api/dashboard/ops/incidents/:incidentId', role: 'staff', handle: readOne },
  { method: 'POST', path: '/api/dashboard/ops/incidents/:incidentId/updates', role: 'staff', handle: update },
  { method: 'POST', path: '/api/dashboard/ops/incidents/:incidentId/close', role: 'staff', handle: close },
  { method: 'GET', path: '/api/status/incidents', role: 'public', handle: publicList },
];

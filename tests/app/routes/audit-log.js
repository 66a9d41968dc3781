// The audit log, newest first: by actor, by resource, by category, since a time.
'use strict';

const { limit, time } = require('../http/input');
const { Filters } = require('../domain/select');

function show(row) {
  return { ...row, detail: JSON.parse(row.detail) };
}

async function list(ctx) {
  const { db, faults, query, organizations } = ctx;
  if (query.actor_id && faults.isOn('audit-by-actor-empty')) return { body: { events: [], total: 0 } };
  if ((query.resource_id || query.resource_type) && faults.isOn('audit-by-resource-empty')) return { body: { events: [], total: 0 } };
  const filters = new Filters().oneOf('organization_id', organizations)
    .equal('actor_id', query.actor_id).equal('category', query.category).equal('action', query.action)
    .equal('resource_type', query.resource_type).equal('resource_id', query.resource_id);
  if (query.since) filters.add('at >= ?', time(query, 'since').toISOString());
  const rows = await db.all(`SELECT * FROM audit_log ${filters.where} ORDER BY at DESC, id DESC LIMIT ${limit(query)}`, filters.values);
  const { n } = await db.one(`SELECT COUNT(*) AS n FROM audit_log ${filters.where}`, filters.values);
  return { body: { events: rows.map(show), total: n } };
}

module.exports = [{ method: 'GET', path: '/api/dashboard/audit-log', role: 'admin', handle: list }];

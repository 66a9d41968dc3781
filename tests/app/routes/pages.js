// The HTML pages: the public status page, the ops diagnostics, and the built dashboard.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ROOT } = require('../config');
const { HttpError, notFound } = require('../http/errors');
const { Filters } = require('../domain/select');
const { publicIncidents, overallStatus } = require('../domain/incidents');
const { statusPage } = require('../pages/status');
const { opsPage } = require('../pages/ops');

const DIST = path.join(ROOT, 'frontend', 'dist');
const TYPES = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

async function status(ctx) {
  const { db, query, faults } = ctx;
  if (faults.isOn('status-page-down')) throw new HttpError(503, 'unavailable', 'The status page is not available.');
  const known = (await db.all('SELECT id FROM organizations ORDER BY id')).map((row) => row.id);
  if (query.organization_id && !known.includes(query.organization_id)) throw notFound(`organization "${query.organization_id}"`);
  const all = await publicIncidents(ctx, query.organization_id ? [query.organization_id] : known);
  const shown = faults.isOn('status-page-hides-incident') ? all.filter((incident) => incident.status === 'resolved') : all;
  const incidents = faults.isOn('status-page-outdated') ? shown.map((incident) => ({ ...incident, status: 'investigating' })) : shown;
  return { html: statusPage({ status: overallStatus(incidents), incidents }) };
}

async function ops(ctx) {
  const { db, jobs, organizations, identity, role, faults } = ctx;
  await jobs.settle();
  const scoped = (table, order, more) => {
    const filters = new Filters().oneOf('organization_id', organizations);
    if (more) filters.add(more);
    return db.all(`SELECT * FROM ${table} ${filters.where} ORDER BY ${order} LIMIT 100`, filters.values);
  };
  return {
    html: opsPage({
      identity, role,
      alerts: await scoped('alerts', 'raised_at DESC'),
      incidents: await scoped('incidents', 'started_at DESC', faults.isOn('ops-page-hides-incident') && 'closed_at IS NOT NULL'),
      impersonations: await scoped('impersonations', 'created_at DESC'),
      pipelines: await db.all('SELECT * FROM pipelines ORDER BY id'),
      deadLetters: await scoped('integration_runs', 'failed_at', "status IN ('dead', 'replaying')"),
      releases: await db.all('SELECT * FROM releases ORDER BY deployed_at DESC'),
    }),
  };
}

async function dashboard() {
  const file = path.join(DIST, 'index.html');
  if (!fs.existsSync(file)) throw new HttpError(503, 'not_built', 'The frontend is not built: run "npm --prefix frontend run build".');
  return { html: fs.readFileSync(file, 'utf8') };
}

async function asset(ctx) {
  const name = ctx.params.name;
  const file = path.join(DIST, 'assets', name);
  const type = TYPES[path.extname(name)];
  if (!/^[\w.-]+$/.test(name) || !type || !fs.existsSync(file)) throw notFound(`asset "${name}"`);
  return { file: fs.readFileSync(file), type, headers: { 'cache-control': 'public, max-age=31536000, immutable' } };
}

module.exports = [
  { method: 'GET', path: '/', role: 'public', handle: dashboard },
  { method: 'GET', path: '/assets/:name', role: 'public', handle: asset },
  { method: 'GET', path: '/status', role: 'public', handle: status },
  { method: 'GET', path: '/admin/ops', role: 'staff', handle: ops },
];

// Releases and the way back from one: rollback, backups and restores.
'use strict';

const { conflict, notFound, HttpError } = require('../http/errors');
const { text } = require('../http/input');
const { newId } = require('../domain/ids');
const { makeBackup, show: showBackup } = require('../domain/backups');
const { show: showRestore } = require('../domain/restores');
const { Filters } = require('../domain/select');

const all = (db) => db.all('SELECT * FROM releases ORDER BY deployed_at DESC, version DESC');

async function list(ctx) {
  const releases = await all(ctx.db);
  const current = releases.find((row) => row.status === 'current');
  const previous = releases.find((row) => row.status === 'previous');
  return { body: { current: current ? current.version : null, previous: previous ? previous.version : null, releases } };
}

// Makes the previous release, or the one named by "to", the current one. What was current becomes the previous.
async function rollback(ctx) {
  const { db, body, faults } = ctx;
  if (faults.isOn('rollback-fails')) throw new HttpError(500, 'rollback_failed', 'The previous release could not be started.');
  const { current, previous } = (await list(ctx)).body;
  const to = text(body, 'to', { fallback: previous || undefined });
  if (to === current) return { body: { rolled_back: false, from: current, to } };
  if (!(await db.one('SELECT version FROM releases WHERE version = ?', [to]))) throw notFound(`release "${to}"`);
  if (!current) throw conflict('no_release', 'There is no current release.');
  if (!faults.isOn('rollback-ignored')) await switchRelease(ctx, current, to);
  await ctx.audit({ category: 'ADMIN', action: 'release.rolled_back', resource: ['release', to], detail: { from: current } });
  return { body: { rolled_back: true, from: current, to } };
}

function switchRelease({ db, now, identity }, current, to) {
  return db.transaction(async (transaction) => {
    await transaction.run("UPDATE releases SET status = 'retired' WHERE status = 'previous'");
    await transaction.run("UPDATE releases SET status = 'previous' WHERE version = ?", [current]);
    await transaction.run("UPDATE releases SET status = 'current', deployed_at = ?, deployed_by = ? WHERE version = ?", [now.toISOString(), identity.actorId, to]);
  });
}

async function backups(ctx) {
  const rows = await ctx.db.all('SELECT * FROM backups ORDER BY created_at DESC, id');
  let shown = rows.map((row) => showBackup(row, ctx.options.databaseUrl));
  if (ctx.faults.isOn('backup-damaged')) shown = shown.map((one) => ({ ...one, intact: false }));
  if (ctx.faults.isOn('backup-before-restore') && shown.length > 0)
    shown.unshift({ ...shown[0], id: 'bak_before_restore', created_at: ctx.now.toISOString(), reference: 'before a restore' });
  return { body: { backups: shown, total: shown.length } };
}

async function backUp(ctx) {
  const { databaseUrl } = ctx.options;
  const reference = text(ctx.body, 'reference', { fallback: null });
  const row = await ctx.db.transaction((transaction) => makeBackup(transaction, { databaseUrl, id: newId('bak'), at: ctx.now.toISOString(), reference }));
  await ctx.audit({ category: 'ADMIN', action: 'backup.made', resource: ['backup', row.id] });
  return { status: 201, body: { backup: showBackup(row, databaseUrl) } };
}

async function startRestore(ctx) {
  const { db, body, identity, now, jobs } = ctx;
  const backupId = text(body, 'backup_id');
  if (!(await db.one('SELECT id FROM backups WHERE id = ?', [backupId]))) throw notFound(`backup "${backupId}"`);
  const row = {
    id: newId('rst'), backup_id: backupId, status: 'running', rows_restored: 0, error: null, reference: text(body, 'reference', { fallback: null }),
    requested_by: identity.actorId, started_at: now.toISOString(), settle_at: jobs.startNow(), finished_at: null,
  };
  await db.insert('restores', row);
  await ctx.audit({ category: 'ADMIN', action: 'restore.started', resource: ['restore', row.id], detail: { backup_id: backupId } });
  return { status: 202, body: { restore: showRestore(row) } };
}

async function restores(ctx) {
  await ctx.jobs.settle();
  const filters = new Filters().equal('reference', ctx.query.reference).equal('status', ctx.query.status);
  const rows = await ctx.db.all(`SELECT * FROM restores ${filters.where} ORDER BY started_at DESC, id`, filters.values);
  return { body: { restores: rows.map(showRestore), total: rows.length } };
}

async function restore(ctx) {
  await ctx.jobs.settle();
  const row = await ctx.db.one('SELECT * FROM restores WHERE id = ?', [ctx.params.restoreId]);
  if (!row) throw notFound(`restore "${ctx.params.restoreId}"`);
  return { body: { restore: showRestore(row) } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/ops/releases', role: 'staff', handle: list },
  { method: 'POST', path: '/api/dashboard/ops/releases/rollback', role: 'admin', handle: rollback },
  { method: 'GET', path: '/api/dashboard/ops/backups', role: 'admin', handle: backups },
  { method: 'POST', path: '/api/dashboard/ops/backups', role: 'admin', handle: backUp },
  { method: 'GET', path: '/api/dashboard/ops/restores', role: 'admin', handle: restores },
  { method: 'POST', path: '/api/dashboard/ops/restores', role: 'admin', handle: startRestore },
  { method: 'GET', path: '/api/dashboard/ops/restores/:restoreId', role: 'admin', handle: restore },
];

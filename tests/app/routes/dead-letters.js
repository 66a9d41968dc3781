// The dead-letter queue: runs that failed for good, and their replay.
'use strict';

const { conflict } = require('../http/errors');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');
const { show, startReplay } = require('../domain/replays');

const find = (ctx) => findOwned(ctx, 'integration_runs', 'run_id', ctx.params.runId, 'run');

async function list(ctx) {
  const { db, jobs, query, organizations, faults } = ctx;
  await jobs.settle();
  if (faults.isOn('dead-letters-hidden')) return { body: { dead_letters: [], total: 0 } };
  const filters = new Filters().oneOf('organization_id', organizations).equal('integration_id', query.integration_id);
  if (query.status !== 'all') filters.equal('status', query.status || 'dead');
  const rows = await db.all(`SELECT * FROM integration_runs ${filters.where} ORDER BY failed_at, run_id`, filters.values);
  return { body: { dead_letters: rows.map(show), total: rows.length } };
}

async function readOne(ctx) {
  await ctx.jobs.settle();
  return { body: { run: show(await find(ctx)) } };
}

async function replay(ctx) {
  await ctx.jobs.settle();
  const row = await find(ctx);
  if (row.status !== 'dead') throw conflict('not_dead', `Run ${row.run_id} is ${row.status}; only a dead one is replayed.`);
  await startReplay(ctx.db, row.run_id, ctx.now.toISOString(), ctx.jobs.startNow());
  await ctx.audit({ category: 'INTEGRATION', action: 'run.replayed', resource: ['integration_run', row.run_id] });
  return { status: 202, body: { run: show(await find(ctx)) } };
}

module.exports = [
  { method: 'GET', path: '/api/integrations/ops/dead-letter', role: 'staff', handle: list },
  { method: 'GET', path: '/api/integrations/ops/dead-letter/:runId', role: 'staff', handle: readOne },
  { method: 'POST', path: '/api/integrations/ops/dead-letter/:runId/replay', role: 'admin', handle: replay },
];

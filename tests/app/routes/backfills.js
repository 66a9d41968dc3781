// Backfills: start one for a bounded range, then ask until it is finished.
'use strict';

const { notFound, invalid } = require('../http/errors');
const { text, integer, time } = require('../http/input');
const { newId } = require('../domain/ids');
const { Filters } = require('../domain/select');
const { findOwned } = require('../domain/find');
const { show } = require('../domain/backfills');

const MAX_DAYS = 31;
const MAX_RECORDS = 10000;

const find = (ctx) => findOwned(ctx, 'backfills', 'id', ctx.params.backfillId, 'backfill');

async function list(ctx) {
  const { db, jobs, query, organizations } = ctx;
  await jobs.settle();
  const filters = new Filters().oneOf('organization_id', organizations).equal('reference', query.reference).equal('status', query.status)
    .equal('integration_id', query.integration_id);
  const rows = await db.all(`SELECT * FROM backfills ${filters.where} ORDER BY started_at DESC, id`, filters.values);
  return { body: { backfills: rows.map(show), total: rows.length } };
}

async function readOne(ctx) {
  await ctx.jobs.settle();
  return { body: { backfill: show(await find(ctx)) } };
}

async function start(ctx) {
  const { db, body, faults, identity, now, jobs } = ctx;
  const id = text(body, 'integration_id');
  const integration = await findOwned(ctx, 'integrations', 'id', id, 'integration');
  if (!integration) throw notFound(`integration "${id}"`);
  const from = time(body, 'from');
  const to = time(body, 'to');
  if (to <= from) throw invalid('"to" must be after "from".');
  if (to - from > MAX_DAYS * 86400000 && !faults.isOn('backfill-unbounded')) throw invalid(`A backfill covers at most ${MAX_DAYS} days.`);
  const row = {
    id: newId('bf'), integration_id: id, organization_id: integration.organization_id, range_start: from.toISOString(), range_end: to.toISOString(),
    max_records: integer(body, 'max_records', { fallback: 1000, min: 1, max: MAX_RECORDS }), processed: 0, status: 'running', error: null,
    reference: text(body, 'reference', { fallback: null }), requested_by: identity.actorId, started_at: now.toISOString(), settle_at: jobs.startNow(), finished_at: null,
  };
  await db.insert('backfills', row);
  await ctx.audit({ category: 'INTEGRATION', action: 'backfill.started', resource: ['backfill', row.id], detail: { integration_id: id } });
  return { status: 202, body: { backfill: show(row) } };
}

module.exports = [
  { method: 'GET', path: '/api/integrations/ops/backfills', role: 'staff', handle: list },
  { method: 'POST', path: '/api/integrations/ops/backfills', role: 'admin', handle: start },
  { method: 'GET', path: '/api/integrations/ops/backfills/:backfillId', role: 'staff', handle: readOne },
];

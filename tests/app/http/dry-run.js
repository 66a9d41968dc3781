// ?dry_run=true: a change is judged, made in a transaction and taken back, so that it can be seen what would come of it. The answer is
// the one that the change would have, with the header "dry-run: true". Where it is not possible it is refused, never done.
//
// With &actor=USER it is judged as if USER had asked, once the caller was let in: so one person can see what another may not do. With
// &actor=USER,USER both do it, one after the other, and the answer is that to the last. The header "dry-run-audit" says which events
// the audit log would have, as "CATEGORY ACTION RESOURCE-ID ACTOR OUTCOME", and "dry-run-rows" which tables would have how many more
// rows, as "TABLE 1", each apart by semicolons.
'use strict';

const { HttpError, badRequest } = require('./errors');

const POSSIBLE = '/api/dashboard/governance/';
const COUNTED = ['audit_log', 'deletion_approvals', 'deletion_requests', 'legal_holds', 'pii_export_approvals', 'pii_exports', 'retention_policies'];

const asksForDryRun = (ctx) => ctx.query.dry_run === 'true' && !['GET', 'HEAD'].includes(ctx.method);

async function inTurn(ctx, work) {
  const actors = ctx.query.actor ? ctx.query.actor.split(',') : [ctx.identity.actorId];
  let result;
  for (const actorId of actors) {
    ctx.identity = { ...ctx.identity, actorId };
    result = await work();
  }
  return result;
}

async function countRows(db) {
  const counts = await db.all(COUNTED.map((table) => `SELECT '${table}' AS name, COUNT(*) AS n FROM ${table}`).join(' UNION ALL '));
  return new Map(counts.map((row) => [row.name, row.n]));
}

async function addedRows(db, before) {
  const after = await countRows(db);
  return [...after].filter(([table, n]) => n !== before.get(table)).map(([table, n]) => `${table} ${n - before.get(table)}`).join('; ');
}

async function audited(db, since) {
  const rows = await db.all('SELECT category, action, resource_id, actor_id, outcome FROM audit_log WHERE at >= ? ORDER BY id', [since]);
  return rows.map((row) => Object.values(row).join(' ')).join('; ');
}

async function dryRun(ctx, work) {
  if (!ctx.path.startsWith(POSSIBLE)) throw badRequest('A dry run is not possible here.');
  ctx.res.setHeader('dry-run', 'true');
  const undo = new Error('undo');
  let result;
  let refusal;
  await ctx.db.transaction(async (transaction) => {
    ctx.db = transaction;
    const before = await countRows(transaction);
    try {
      result = await inTurn(ctx, work);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      refusal = error;
    }
    ctx.res.setHeader('dry-run-audit', await audited(transaction, ctx.now.toISOString()));
    ctx.res.setHeader('dry-run-rows', await addedRows(transaction, before));
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
  if (refusal) throw refusal;
  return result;
}

module.exports = { asksForDryRun, dryRun };

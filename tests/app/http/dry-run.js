// ?dry_run=true: a change is judged, made in a transaction and taken back, so that it can be seen what would come of it. The answer is
// the one that the change would have, with the header "dry-run: true". Where it is not possible it is refused, never done.
// With &actor=USER it is judged as if USER had asked, once the caller was let in: so one person can see what another may not do.
'use strict';

const { badRequest } = require('./errors');

const POSSIBLE = '/api/dashboard/governance/';

const asksForDryRun = (ctx) => ctx.query.dry_run === 'true' && !['GET', 'HEAD'].includes(ctx.method);

async function dryRun(ctx, work) {
  if (!ctx.path.startsWith(POSSIBLE)) throw badRequest('A dry run is not possible here.');
  ctx.res.setHeader('dry-run', 'true');
  if (ctx.query.actor) ctx.identity = { ...ctx.identity, actorId: ctx.query.actor };
  const undo = new Error('undo');
  let result;
  await ctx.db.transaction(async (transaction) => {
    ctx.db = transaction;
    result = await work();
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
  return result;
}

module.exports = { asksForDryRun, dryRun };

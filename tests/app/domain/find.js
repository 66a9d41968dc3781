// Finds one row by id among the tenants that the caller may see, and makes its tenant the request's tenant.
'use strict';

const { notFound } = require('../http/errors');
const { Filters } = require('./select');

async function findOwned(ctx, table, column, id, what) {
  const filters = new Filters().equal(column, id).oneOf('organization_id', ctx.organizations);
  const row = await ctx.db.one(`SELECT * FROM ${table} ${filters.where}`, filters.values);
  if (!row) throw notFound(`${what} "${id}"`);
  ctx.organization = row.organization_id;
  return row;
}

module.exports = { findOwned };

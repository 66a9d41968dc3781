// Customer success: health, the renewal value report, accounts at risk and their playbooks.
'use strict';

const { text } = require('../http/input');
const { newId } = require('../domain/ids');
const { findOwned } = require('../domain/find');

const PLAYBOOKS = ['onboarding', 'adoption'];

const accountsOf = (ctx) => ctx.db.all('SELECT * FROM accounts WHERE organization_id = ? ORDER BY id', [ctx.organization]);

function risks(row) {
  const list = [];
  if (row.onboarding_status === 'stalled') list.push('onboarding_stalled');
  if (row.adoption_score < 40) list.push('low_adoption');
  if (row.health_score < 50) list.push('low_health');
  return list;
}

const show = (row) => ({
  account_id: row.id, name: row.name, plan: row.plan, status: row.status, health_score: row.health_score, adoption_score: row.adoption_score,
  onboarding_status: row.onboarding_status, renewal_date: row.renewal_date, last_active_at: row.last_active_at, risk_indicators: risks(row),
});

async function health(ctx) {
  const rows = ctx.faults.isOn('cs-health-empty') ? [] : await accountsOf(ctx);
  const count = (status) => rows.filter((row) => row.status === status).length;
  return {
    body: {
      organization_id: ctx.organization, accounts: rows.map(show),
      summary: { healthy: count('healthy'), watch: count('watch'), at_risk: count('at_risk'), total: rows.length + (ctx.faults.isOn('cs-summary-wrong') ? 1 : 0) },
    },
  };
}

async function renewalReport(ctx) {
  const rows = (await accountsOf(ctx)).slice(ctx.faults.isOn('renewal-report-incomplete') ? 1 : 0);
  const sum = (list) => list.reduce((total, row) => total + row.renewal_value_cents, 0);
  const off = ctx.faults.isOn('renewal-report-wrong') ? 100000 : 0;
  return {
    body: {
      organization_id: ctx.organization, currency: 'USD', generated_at: ctx.now.toISOString(),
      lines: rows.map((row) => ({
        account_id: row.id, name: row.name, renewal_date: row.renewal_date, renewal_value_cents: row.renewal_value_cents, at_risk: row.status === 'at_risk',
      })),
      totals: { accounts: rows.length, renewal_value_cents: sum(rows) + off, at_risk_value_cents: sum(rows.filter((row) => row.status === 'at_risk')) },
    },
  };
}

async function atRisk(ctx) {
  const rows = (await accountsOf(ctx)).filter((row) => row.status === 'at_risk');
  const shown = ctx.faults.isOn('at-risk-hidden') ? rows.slice(1) : rows;
  const assignments = await assignmentsOf(ctx);
  const accounts = shown.map((row) => ({
    ...show(row),
    recommended_playbook: row.onboarding_status === 'stalled' ? 'onboarding' : 'adoption',
    assigned_playbooks: assignments.filter((one) => one.account_id === row.id).map((one) => one.playbook),
  }));
  return { body: { organization_id: ctx.organization, accounts, total: accounts.length } };
}

const assignmentsOf = (ctx) =>
  ctx.db.all('SELECT * FROM playbook_assignments WHERE organization_id = ? ORDER BY account_id, playbook', [ctx.organization]);

async function assignments(ctx) {
  const rows = await assignmentsOf(ctx);
  return { body: { organization_id: ctx.organization, assignments: rows, total: rows.length } };
}

// Assigning what is assigned already changes nothing and says so with 200 instead of 201.
async function assign(ctx) {
  const { db, body, params, identity, now, faults } = ctx;
  const account = await findOwned(ctx, 'accounts', 'id', params.accountId, 'account');
  const asked = text(body, 'playbook', { oneOf: PLAYBOOKS });
  const playbook = faults.isOn('playbook-wrong') && asked === 'onboarding' ? 'adoption' : asked;
  const find = () => db.one('SELECT * FROM playbook_assignments WHERE account_id = ? AND playbook = ?', [account.id, playbook]);
  const before = await find();
  if (before) return { status: 200, body: { assignment: before } };
  const row = {
    id: newId('pba'), organization_id: account.organization_id, account_id: account.id, playbook, status: 'active',
    assigned_by: identity.actorId, assigned_at: now.toISOString(),
  };
  if (!faults.isOn('playbook-not-assigned')) await db.insert('playbook_assignments', row);
  await ctx.audit({ category: 'CUSTOMER_SUCCESS', action: 'playbook.assigned', resource: ['account', account.id], detail: { playbook } });
  return { status: 201, body: { assignment: row } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/customer-success/health', role: 'staff', handle: health },
  { method: 'GET', path: '/api/dashboard/customer-success/renewal-value-report', role: 'staff', handle: renewalReport },
  { method: 'GET', path: '/api/dashboard/customer-success/at-risk', role: 'staff', handle: atRisk },
  { method: 'GET', path: '/api/dashboard/customer-success/playbook-assignments', role: 'staff', handle: assignments },
  { method: 'POST', path: '/api/dashboard/customer-success/accounts/:accountId/playbook', role: 'staff', handle: assign },
];

// Providers, integrations, pipelines, runs (some of them dead letters), gaps and backfills.
'use strict';

const { ORGANIZATIONS } = require('./known');

const PROVIDERS = [['crm', 'Northwind CRM'], ['billing', 'Ledgerline Billing'], ['helpdesk', 'Answerdesk']];

function perTenant(clock, org) {
  const crm = `int_${org}_crm`;
  const billing = `int_${org}_billing`;
  const run = { organization_id: org, error: null, attempts: 1, failed_at: null, replay_started_at: null, settle_at: null, finished_at: null };
  return {
    integrations: [[crm, 'crm', 'Customer sync'], [billing, 'billing', 'Invoice sync']].map(([id, provider_id, name]) => ({
      id, organization_id: org, provider_id, name, status: 'healthy', error_rate_percent: 0, lag_seconds: 40, last_success_at: clock.hoursAgo(0.2),
    })),
    integration_runs: [
      { ...run, run_id: `run_${org}_0001`, integration_id: crm, status: 'dead', error: 'upstream answered 503', attempts: 5, records: 42, failed_at: clock.hoursAgo(7) },
      { ...run, run_id: `run_${org}_0002`, integration_id: billing, status: 'dead', error: 'timeout after 30 s', attempts: 5, records: 17, failed_at: clock.hoursAgo(5) },
      { ...run, run_id: `run_${org}_0003`, integration_id: crm, status: 'succeeded', records: 310, finished_at: clock.hoursAgo(2) },
      { ...run, run_id: `run_${org}_0004`, integration_id: billing, status: 'succeeded', records: 96, finished_at: clock.hoursAgo(1) },
    ],
    data_gaps: [{
      id: `gap_${org}_0001`, integration_id: crm, organization_id: org, range_start: clock.daysAgo(3), range_end: clock.daysAgo(2),
      missing_records: 120, status: 'open', detected_at: clock.daysAgo(1), backfill_id: null,
    }],
    backfills: [{
      id: `bf_${org}_0001`, integration_id: billing, organization_id: org, range_start: clock.daysAgo(6), range_end: clock.daysAgo(5), max_records: 1000,
      processed: 250, status: 'finished', error: null, reference: null, requested_by: 'usr_operator', started_at: clock.daysAgo(2),
      settle_at: null, finished_at: clock.daysAgo(1.9),
    }],
  };
}

function integrationRows(clock) {
  const rows = {
    providers: PROVIDERS.map(([id, name]) => ({
      id, name, status: 'operational', checked_at: clock.hoursAgo(0.1), credentials_status: 'valid',
      credentials_expires_at: clock.inDays(60), credentials_rotated_at: clock.daysAgo(30),
    })),
    pipelines: ['ingest', 'transform', 'deliver'].map((id) => ({
      id, name: `Pipeline ${id}`, status: 'running', queued: 3, failed_last_24h: 0, lag_seconds: 12, last_run_at: clock.hoursAgo(0.05),
    })),
    integrations: [], integration_runs: [], data_gaps: [], backfills: [],
  };
  for (const { id } of ORGANIZATIONS) {
    for (const [table, more] of Object.entries(perTenant(clock, id))) rows[table].push(...more);
  }
  return rows;
}

module.exports = { integrationRows };

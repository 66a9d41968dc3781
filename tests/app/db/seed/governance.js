// Retention, legal holds, deletion requests, PII exports, audit retention and purges.
'use strict';

const { ORGANIZATIONS } = require('./known');

const RETENTION = [['customer_pii', 730, 'delete'], ['events', 395, 'delete'], ['logs', 90, 'delete'], ['exports', 30, 'delete'], ['invoices', 3650, 'archive']];
const PURGED = ['customer_pii', 'events', 'logs'];

function deletionRequests(clock, org) {
  const common = { organization_id: org, approvals_required: 2, requested_by: `usr_${org}_owner`, decided_at: null };
  return [
    { ...common, id: `del_${org}_0001`, subject: `customer:${org}-0011`, status: 'pending_approval', requested_at: clock.daysAgo(2), due_at: clock.inDays(12) },
    { ...common, id: `del_${org}_0002`, subject: `customer:${org}-0007`, status: 'blocked_by_legal_hold', requested_at: clock.daysAgo(4), due_at: clock.inDays(10) },
    { ...common, id: `del_${org}_0003`, subject: `customer:${org}-0002`, status: 'executed', requested_at: clock.daysAgo(10), due_at: clock.inDays(4), decided_at: clock.daysAgo(8) },
  ];
}

function perTenant(clock, org) {
  return {
    retention_policies: RETENTION.map(([data_class, retention_days, action]) => ({
      id: `ret_${org}_${data_class}`, organization_id: org, data_class, retention_days, action, updated_at: clock.daysAgo(100),
    })),
    legal_holds: [{
      id: `hold_${org}_0001`, organization_id: org, subject: `customer:${org}-0007`, reason: 'Pending litigation', active: 1, enforced: 1,
      placed_by: 'usr_operator', placed_at: clock.daysAgo(60), released_at: null,
    }],
    deletion_requests: deletionRequests(clock, org),
    deletion_approvals: ['usr_operator', `usr_${org}_agent`].map((by) => ({ deletion_request_id: `del_${org}_0003`, approved_by: by, approved_at: clock.daysAgo(8) })),
    pii_export_policies: [{
      organization_id: org, enforced: 1, approval_required: 1, max_rows: 5000, masked_fields: JSON.stringify(['email', 'phone']),
      link_expires_hours: 24, updated_at: clock.daysAgo(50),
    }],
    pii_export_approvals: [{
      id: `pea_${org}_0001`, organization_id: org, dataset: 'customers', requested_by: 'usr_operator', approved_by: `usr_${org}_owner`,
      approved_at: clock.daysAgo(1), expires_at: clock.inDays(13),
    }, {
      id: `pea_${org}_0002`, organization_id: org, dataset: 'customers', requested_by: 'usr_operator', approved_by: `usr_${org}_owner`,
      approved_at: clock.daysAgo(90), expires_at: clock.daysAgo(76),
    }],
    pii_exports: [{
      id: `pex_${org}_0001`, organization_id: org, dataset: 'customers', reason: 'Yearly review', approval_id: `pea_${org}_0001`, status: 'finished',
      requested_by: 'usr_operator', requested_at: clock.daysAgo(1),
    }],
    audit_retention: [{ organization_id: org, retention_days: 400, minimum_days: 365, immutable: 1, updated_at: clock.daysAgo(200) }],
    purge_schedules: PURGED.map((data_class) => ({
      id: `prg_${org}_${data_class}`, organization_id: org, data_class, interval_hours: 168, last_run_at: clock.daysAgo(2), last_status: 'succeeded',
      last_deleted: 37, next_run_at: clock.inDays(5),
    })),
  };
}

function governanceRows(clock) {
  const rows = {};
  for (const { id } of ORGANIZATIONS) {
    for (const [table, more] of Object.entries(perTenant(clock, id))) (rows[table] ||= []).push(...more);
  }
  return rows;
}

module.exports = { governanceRows };

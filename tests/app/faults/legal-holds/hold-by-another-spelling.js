'use strict';

const { addRow, daysFromNow, together } = require('../lib/data');

module.exports = {
  name: 'hold-by-another-spelling',
  applies: 'server',
  summary: 'What is held was deleted by a request that spells it with capital letters.',
  ...together(
    addRow({
      table: 'deletion_requests', key: 'id',
      row: () => ({
        id: 'fault-hold-by-another-spelling', organization_id: 'acme', subject: 'Customer:ACME-0007', status: 'executed', approvals_required: 2,
        requested_by: 'usr_acme_owner', requested_at: daysFromNow(-6), due_at: daysFromNow(8), decided_at: daysFromNow(-5),
      }),
    }),
    ...['usr_operator', 'usr_acme_agent'].map((by) => addRow({
      table: 'deletion_approvals', key: 'deletion_request_id',
      row: () => ({ deletion_request_id: 'fault-hold-by-another-spelling', approved_by: by, approved_at: daysFromNow(-5.5) }),
    })),
    addRow({
      table: 'audit_log', key: 'id',
      row: () => ({
        id: 'fault-hold-by-another-spelling', at: daysFromNow(-5), organization_id: 'acme', actor_id: 'usr_operator', actor_role: 'admin', category: 'GOVERNANCE',
        action: 'deletion.approved', resource_type: 'deletion_request', resource_id: 'fault-hold-by-another-spelling', outcome: 'success', ip: '10.20.4.17', detail: '{}',
      }),
    }),
  ),
};

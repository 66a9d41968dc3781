'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'audit-not-purged',
  applies: 'server',
  summary: 'An audit event is still there after 900 days, though the audit log is kept for 400.',
  ...addRow({
    table: 'audit_log', key: 'id',
    row: () => ({
      id: 'fault-audit-not-purged', at: daysFromNow(-900), organization_id: 'acme', actor_id: 'usr_operator', actor_role: 'admin', category: 'ADMIN',
      action: 'organization.renamed', resource_type: 'organization', resource_id: 'acme', outcome: 'success', ip: '10.20.4.17', detail: '{}',
    }),
  }),
};

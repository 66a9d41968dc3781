'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'audit-dated-ahead',
  applies: 'server',
  summary: 'An audit event has a time in the future.',
  ...addRow({
    table: 'audit_log', key: 'id',
    row: () => ({
      id: 'fault-audit-dated-ahead', at: daysFromNow(20), organization_id: 'acme', actor_id: 'usr_operator', actor_role: 'admin', category: 'ADMIN',
      action: 'organization.renamed', resource_type: 'organization', resource_id: 'acme', outcome: 'success', ip: '10.20.4.17', detail: '{}',
    }),
  }),
};

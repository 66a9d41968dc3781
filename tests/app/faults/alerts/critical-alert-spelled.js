'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'critical-alert-spelled',
  applies: 'server',
  summary: 'A CRITICAL alert is unresolved, and spelled "Critical".',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_0001', organization_id: 'acme', severity: 'Critical', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

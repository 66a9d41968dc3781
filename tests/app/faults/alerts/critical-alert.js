'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'critical-alert',
  applies: 'server',
  summary: 'A CRITICAL alert is unresolved.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_critical', organization_id: 'acme', severity: 'CRITICAL', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'critical-alert-elsewhere',
  applies: 'server',
  summary: 'A CRITICAL alert of another tenant is unresolved.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_0001', organization_id: 'initech', severity: 'CRITICAL', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'alert-without-severity',
  applies: 'server',
  summary: 'An alert without a severity is unresolved.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_0001', organization_id: 'acme', severity: '', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

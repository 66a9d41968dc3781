'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'alert-of-unknown-severity',
  applies: 'server',
  summary: 'An alert whose severity nobody knows is unresolved.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_0001', organization_id: 'acme', severity: 'SEV1', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

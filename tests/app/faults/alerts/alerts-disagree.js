'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'alerts-disagree',
  applies: 'server',
  summary: 'A CRITICAL alert is unresolved in the database, and the API does not show it.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_hidden', organization_id: 'acme', severity: 'CRITICAL', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: null }),
  }),
};

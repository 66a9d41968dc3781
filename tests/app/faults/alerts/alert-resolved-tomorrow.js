'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'alert-resolved-tomorrow',
  applies: 'server',
  summary: 'A CRITICAL alert has a time at which it is going to be resolved.',
  ...addRow({
    table: 'alerts', key: 'id',
    row: () => ({ id: 'alr_fault_0001', organization_id: 'acme', severity: 'CRITICAL', title: 'Payments are failing', source: 'billing', raised_at: daysFromNow(0), resolved_at: daysFromNow(1) }),
  }),
};

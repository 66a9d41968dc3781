'use strict';

const { addRow, daysFromNow, together } = require('../lib/data');

module.exports = {
  name: 'exports-kept-too-long',
  applies: 'server',
  summary: 'An export of personal data is still there after 200 days, though exports are kept for 30.',
  ...together(
    addRow({
      table: 'pii_export_approvals', key: 'id',
      row: () => ({
        id: 'fault-exports-kept-too-long', organization_id: 'acme', dataset: 'customers', requested_by: 'usr_operator', approved_by: 'usr_acme_owner',
        approved_at: daysFromNow(-201), expires_at: daysFromNow(-187),
      }),
    }),
    addRow({
      table: 'pii_exports', key: 'id',
      row: () => ({
        id: 'fault-exports-kept-too-long', organization_id: 'acme', dataset: 'customers', reason: 'Yearly review', approval_id: 'fault-exports-kept-too-long',
        status: 'finished', requested_by: 'usr_operator', requested_at: daysFromNow(-200),
      }),
    }),
  ),
};

'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-self-approval',
  applies: 'server',
  summary: 'Whoever asked for a deletion may approve it, and somebody did.',
  ...addRow({
    table: 'deletion_approvals', key: 'approved_by',
    row: () => ({ deletion_request_id: 'del_acme_0003', approved_by: 'usr_acme_owner', approved_at: daysFromNow(-8) }),
  }),
};

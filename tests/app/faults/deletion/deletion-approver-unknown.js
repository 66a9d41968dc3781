'use strict';

const { addRow, daysFromNow, removeRows, together } = require('../lib/data');

module.exports = {
  name: 'deletion-approver-unknown',
  applies: 'server',
  summary: 'A deletion was approved by somebody who does not belong to the tenant.',
  ...together(
    removeRows({ table: 'deletion_approvals', where: "approved_by = 'usr_operator'" }),
    addRow({ table: 'deletion_approvals', key: 'approved_by', row: () => ({ deletion_request_id: 'del_acme_0003', approved_by: 'usr_gone', approved_at: daysFromNow(-8.5) }) }),
  ),
};

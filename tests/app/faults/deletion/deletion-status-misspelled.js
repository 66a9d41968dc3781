'use strict';

const { changeRows, removeRows, together } = require('../lib/data');

module.exports = {
  name: 'deletion-status-misspelled',
  applies: 'server',
  summary: 'A deletion that one approver agreed to has a status that no rule looks at.',
  ...together(
    removeRows({ table: 'deletion_approvals', where: "approved_by = 'usr_operator'" }),
    changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'executed'", set: { status: 'Executed' } }),
  ),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-approved-afterwards',
  applies: 'server',
  summary: 'A deletion was approved after it was executed.',
  ...changeRows({ table: 'deletion_approvals', key: 'deletion_request_id', where: "approved_by = 'usr_operator'", set: () => ({ approved_at: daysFromNow(-1) }) }),
};

'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-approved-beforehand',
  applies: 'server',
  summary: 'A deletion was approved before anybody asked for it.',
  ...changeRows({ table: 'deletion_approvals', key: 'deletion_request_id', where: "approved_by = 'usr_operator'", set: () => ({ approved_at: daysFromNow(-40) }) }),
};

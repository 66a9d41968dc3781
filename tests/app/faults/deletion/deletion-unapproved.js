'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'deletion-unapproved',
  applies: 'server',
  summary: 'A deletion was executed that one approver only, not two, agreed to.',
  ...removeRows({ table: 'deletion_approvals', where: "approved_by = 'usr_operator'" }),
};

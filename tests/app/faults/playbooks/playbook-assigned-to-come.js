'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'playbook-assigned-to-come',
  applies: 'server',
  summary: 'A playbook was assigned at a time that is still to come.',
  ...changeRows({ table: 'playbook_assignments', key: 'id', where: "id LIKE 'pba_%_0001'", set: () => ({ assigned_at: daysFromNow(2) }) }),
};

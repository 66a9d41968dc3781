'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-due-in-years',
  applies: 'server',
  summary: 'A deletion request may wait for three years.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'pending_approval'", set: () => ({ due_at: daysFromNow(1100) }) }),
};

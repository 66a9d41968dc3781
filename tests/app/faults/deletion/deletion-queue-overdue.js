'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-queue-overdue',
  applies: 'server',
  summary: 'A deletion request of each tenant waits for approval longer than it may.',
  ...changeRows({
    table: 'deletion_requests', key: 'id', where: "status = 'pending_approval'", set: () => ({ due_at: daysFromNow(-3) }),
  }),
};

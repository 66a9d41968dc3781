'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'deletion-not-done',
  applies: 'server',
  summary: 'A deletion was approved weeks ago, should have been done by now, and is not.',
  ...changeRows({
    table: 'deletion_requests', key: 'id', where: "status = 'executed'",
    set: () => ({ status: 'approved', due_at: daysFromNow(-1) }),
  }),
};

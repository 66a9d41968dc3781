'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'legal-hold-violated',
  applies: 'server',
  summary: 'A request to delete what is held is approved all the same.',
  ...changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'blocked_by_legal_hold'", set: { status: 'approved' } }),
};

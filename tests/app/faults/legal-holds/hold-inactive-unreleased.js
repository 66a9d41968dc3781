'use strict';

const { changeRows, daysFromNow, together } = require('../lib/data');

module.exports = {
  name: 'hold-inactive-unreleased',
  applies: 'server',
  summary: 'A legal hold is not active any more, and nobody released it; the request that it held is decided as rejected.',
  ...together(
    changeRows({ table: 'legal_holds', key: 'id', set: { active: 0 } }),
    changeRows({ table: 'deletion_requests', key: 'id', where: "status = 'blocked_by_legal_hold'", set: () => ({ status: 'rejected', decided_at: daysFromNow(-1) }) }),
  ),
};

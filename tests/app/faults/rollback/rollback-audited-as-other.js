'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-audited-as-other',
  applies: 'server',
  summary: 'A rollback is logged as made by somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change: (json, { db }) => db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE action = 'release.rolled_back'"),
  }),
};

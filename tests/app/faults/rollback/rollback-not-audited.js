'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-not-audited',
  applies: 'server',
  summary: 'A rollback is not in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change: (json, { db }) => db.run("DELETE FROM audit_log WHERE action = 'release.rolled_back'"),
  }),
};

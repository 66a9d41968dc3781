'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-not-audited',
  applies: 'server',
  summary: 'A restore is not in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/restores',
    change: (json, { db }) => db.run('DELETE FROM audit_log WHERE resource_id = ?', [json.restore.id]),
  }),
};

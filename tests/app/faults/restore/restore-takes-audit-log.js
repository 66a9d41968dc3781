'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-takes-audit-log',
  applies: 'server',
  summary: 'A restore takes a part of the audit log away.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      if (json.restore.status === 'succeeded') await db.run("DELETE FROM audit_log WHERE category = 'GOVERNANCE'");
    },
  }),
};

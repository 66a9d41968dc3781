'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-hours-late',
  applies: 'server',
  summary: 'Revocations are logged as done hours ago.',
  ...changeAnswer({
    route: 'POST /api/dashboard/*/revoke',
    change: (json, { db, now }) => db.run("UPDATE audit_log SET at = ? WHERE resource_id = ? AND action LIKE '%revoked'", [new Date(now - 3 * 3600000).toISOString(), (json.session || json.impersonation).id]),
  }),
};

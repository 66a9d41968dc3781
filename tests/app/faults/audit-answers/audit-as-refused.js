'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-as-refused',
  applies: 'server',
  summary: 'Revocations are logged as refused.',
  ...changeAnswer({
    route: 'POST /api/dashboard/*/revoke',
    change: (json, { db }) => db.run("UPDATE audit_log SET outcome = 'refused' WHERE resource_id = ?", [(json.session || json.impersonation).id]),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-from-elsewhere',
  applies: 'server',
  summary: 'Revocations are logged with another address than they came from.',
  ...changeAnswer({
    route: 'POST /api/dashboard/*/revoke',
    change: (json, { db }) => db.run("UPDATE audit_log SET ip = '0.0.0.0' WHERE resource_id = ?", [(json.session || json.impersonation).id]),
  }),
};

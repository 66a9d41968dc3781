'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-other-actor',
  applies: 'server',
  summary: 'Revocations are logged as done by somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/*/revoke',
    change: (json, { db }) => db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE resource_id = ?", [(json.session || json.impersonation).id]),
  }),
};

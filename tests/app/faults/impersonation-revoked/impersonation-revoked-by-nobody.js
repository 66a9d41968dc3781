'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-revoked-by-nobody',
  applies: 'server',
  summary: 'A revoked impersonation is kept as revoked by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    change: (json, { db }) => db.run("UPDATE impersonations SET revoked_by = 'anonymous' WHERE id = ?", [json.impersonation.id]),
  }),
};

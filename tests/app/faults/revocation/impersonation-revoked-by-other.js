'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-revoked-by-other',
  applies: 'server',
  summary: 'A revoked impersonation names somebody else as who revoked it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    async change(json, { db }) {
      const value = 'usr_support';
      await db.run('UPDATE impersonations SET revoked_by = ? WHERE id = ?', [value, json.impersonation.id]);
      json.impersonation.revoked_by = value;
    },
  }),
};

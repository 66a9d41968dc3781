'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-everywhere-of-target',
  applies: 'server',
  summary: 'An impersonation reaches every tenant of whom it is of, not the one that it was started for.',
  ...changeRequest({
    route: '*',
    async change({ identity, db }) {
      if (!identity || identity.by !== 'impersonation') return;
      const rows = await db.all('SELECT organization_id, role FROM memberships WHERE user_id = ?', [identity.userId]);
      identity.roles = Object.fromEntries(rows.map((row) => [row.organization_id, row.role]));
    },
  }),
};

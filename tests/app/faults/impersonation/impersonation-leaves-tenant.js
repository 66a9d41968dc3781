'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-leaves-tenant',
  applies: 'server',
  summary: 'An impersonation reaches tenants that it was not started for.',
  ...changeRequest({
    route: '*',
    async change({ identity, db }) {
      if (!identity || identity.by !== 'impersonation') return;
      for (const { id } of await db.all('SELECT id FROM organizations')) identity.roles[id] = identity.roles[id] || 'admin';
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'support-can-admin',
  applies: 'server',
  summary: 'Somebody of support is let in where only an admin may go.',
  ...changeRequest({
    route: '*',
    change({ identity }) {
      if (!identity) return;
      for (const [tenant, role] of Object.entries(identity.roles)) if (role === 'support') identity.roles[tenant] = 'admin';
    },
  }),
};

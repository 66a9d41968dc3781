'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'member-by-cookie-can-admin',
  applies: 'server',
  summary: 'A member whose session comes as a cookie is let in where only support or an admin may go.',
  ...changeRequest({
    route: '*',
    change({ identity, req }) {
      if (!identity || !req.headers.cookie) return;
      for (const tenant of Object.keys(identity.roles)) identity.roles[tenant] = 'admin';
    },
  }),
};

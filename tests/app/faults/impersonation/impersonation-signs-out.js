'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-signs-out',
  applies: 'server',
  summary: 'A read-only impersonation may sign out, which is a change.',
  ...changeRequest({
    route: 'POST /api/auth/logout',
    change({ identity }) {
      if (identity) identity.readOnly = false;
    },
  }),
};

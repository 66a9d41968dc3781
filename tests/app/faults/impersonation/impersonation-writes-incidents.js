'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-writes-incidents',
  applies: 'server',
  summary: 'A read-only impersonation can open incidents.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/incidents',
    change({ identity }) {
      if (identity) identity.readOnly = false;
    },
  }),
};

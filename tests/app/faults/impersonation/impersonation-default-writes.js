'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-default-writes',
  applies: 'server',
  summary: 'An impersonation can write unless it is asked not to.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/impersonations',
    change({ body }) {
      if (body.read_only === undefined) body.read_only = false;
    },
  }),
};

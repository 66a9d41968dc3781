'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-without-reason',
  applies: 'server',
  summary: 'An impersonation may be started without a reason.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/impersonations',
    change({ body }) {
      if (body.reason === undefined) body.reason = 'none was given';
    },
  }),
};

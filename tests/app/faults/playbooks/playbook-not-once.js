'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'playbook-not-once',
  applies: 'server',
  summary: 'A playbook that is assigned again with the same key is not known again.',
  ...changeRequest({
    route: 'POST /api/dashboard/customer-success/accounts/:accountId/playbook',
    change(request) {
      delete request.req.headers['idempotency-key'];
    },
  }),
};

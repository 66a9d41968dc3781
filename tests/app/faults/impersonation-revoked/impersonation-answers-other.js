'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-answers-other',
  applies: 'server',
  summary: 'Revoking an impersonation is answered with another one.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations/:impersonationId/revoke',
    change(json) {
      json.impersonation.target_user_id = 'usr_acme_agent';
    },
  }),
};

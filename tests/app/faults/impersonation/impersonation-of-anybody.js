'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-of-anybody',
  applies: 'server',
  summary: 'Somebody who is not a member of the tenant may be impersonated.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    refusals: true,
    change: (json, { status, body }) => (status === 422 && body.user_id === 'runbook-probe' ? answer({ status: 201, json: { impersonation: { id: 'imp_probe' }, token: 'probe' } }) : undefined),
  }),
};

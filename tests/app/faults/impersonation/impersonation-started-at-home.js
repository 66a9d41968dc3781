'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-started-at-home',
  applies: 'server',
  summary: 'An impersonation that is started in another tenant is told as one of acme.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    change: (json) => ({ ...json, impersonation: { ...json.impersonation, organization_id: 'acme' } }),
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'audit-limit-ignored',
  applies: 'server',
  summary: 'The audit log shows everything, however much was asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/audit-log',
    change({ query }) {
      query.limit = '1000';
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-of-all',
  applies: 'server',
  summary: 'The list of impersonations has those that are over, among those that are active.',
  ...changeRequest({
    route: 'GET /api/dashboard/ops/impersonations',
    change({ query }) {
      query.status = 'all';
    },
  }),
};

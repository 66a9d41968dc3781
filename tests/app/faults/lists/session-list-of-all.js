'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-list-of-all',
  applies: 'server',
  summary: 'The list of sessions has those that are over, among those that are active.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change({ query }) {
      query.status = 'all';
    },
  }),
};

'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-list-status-ignored',
  applies: 'server',
  summary: 'The list of sessions has only those that are active, whatever was asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change({ query }) {
      delete query.status;
    },
  }),
};

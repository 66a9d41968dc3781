'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-list-user-ignored',
  applies: 'server',
  summary: 'The list of sessions ignores whose sessions were asked for.',
  ...changeRequest({
    route: 'GET /api/dashboard/security/sessions',
    change({ query }) {
      delete query.user_id;
    },
  }),
};

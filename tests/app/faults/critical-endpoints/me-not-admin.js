'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'me-not-admin',
  applies: 'server',
  summary: 'The credentials are those of a member in the tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    change: (json) => {
      json.role = 'member';
    },
  }),
};

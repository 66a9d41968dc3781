'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'operator-is-a-member',
  applies: 'server',
  summary: 'The administrator is called a member.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    change(json) {
      json.role = 'member';
    },
  }),
};

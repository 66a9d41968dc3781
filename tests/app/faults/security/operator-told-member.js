'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'operator-told-member',
  applies: 'server',
  summary: 'Who asks is told to be a member.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    change: (json) => ({ ...json, role: 'member' }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'self-check-leaves-out',
  applies: 'server',
  summary: 'The self-check leaves the database out.',
  ...changeAnswer({
    route: 'GET /api/selfcheck',
    change: (json) => ({ ...json, checks: json.checks.filter((one) => one.name !== 'database_write') }),
  }),
};

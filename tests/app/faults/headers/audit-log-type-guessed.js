'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-log-type-guessed',
  applies: 'server',
  summary: 'Browsers may guess the type of what the audit log answers.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change: () => answer({ headers: { 'x-content-type-options': '' } }),
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dashboard-without-headers',
  applies: 'server',
  summary: 'The errors of the dashboard may be shown within pages of others.',
  ...changeAnswer({
    route: 'GET /',
    refusals: true,
    change: () => answer({ headers: { 'x-frame-options': '' } }),
  }),
};

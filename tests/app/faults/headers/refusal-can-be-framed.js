'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'refusal-can-be-framed',
  applies: 'server',
  summary: 'Refusals may be shown within pages of others.',
  ...changeAnswer({
    route: 'GET /admin/ops',
    refusals: true,
    change: () => answer({ headers: { 'x-frame-options': '' } }),
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sign-in-fails',
  applies: 'server',
  summary: 'Nobody can sign in: the answer is 500.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    refusals: true,
    change: () => answer({ status: 500, json: { error: { code: 'internal', message: 'Something went wrong.' } } }),
  }),
};

'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sign-in-refuses-everybody',
  applies: 'server',
  summary: 'Nobody can sign in: the right password is refused as well.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    refusals: true,
    change: () => answer({ status: 401, json: { error: { code: 'unauthorized', message: 'This email and password do not go together.' } } }),
  }),
};

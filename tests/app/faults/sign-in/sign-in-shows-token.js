'use strict';

const { changeAnswer } = require('../lib/answers');
const { issueToken } = require('../../http/tokens');

module.exports = {
  name: 'sign-in-shows-token',
  applies: 'server',
  summary: 'The answer to signing in shows the token of the session, where scripts can read it.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    change(json, { options }) {
      json.token = issueToken(options.secret, json.session.id);
    },
  }),
};

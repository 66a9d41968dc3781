'use strict';

const { answer, changeAnswer } = require('../lib/answers');
const { issueToken } = require('../../http/tokens');

module.exports = {
  name: 'sign-in-cookie-readable',
  applies: 'server',
  summary: 'The cookie of a session can be read by scripts.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    change: (json, { options }) => answer({ json, headers: { 'set-cookie': `session=${issueToken(options.secret, json.session.id)}; SameSite=Lax; Path=/; Max-Age=43200` } }),
  }),
};

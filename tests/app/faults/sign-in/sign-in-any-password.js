'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sign-in-any-password',
  applies: 'server',
  summary: 'Any password will do.',
  ...changeAnswer({
    route: 'POST /api/auth/login',
    refusals: true,
    change: (json, { status }) => (status === 401
      ? answer({ status: 201, json: { session: { id: 'ses_probe', status: 'active' } }, headers: { 'set-cookie': 'session=probe; HttpOnly; SameSite=Lax; Path=/' } })
      : undefined),
  }),
};

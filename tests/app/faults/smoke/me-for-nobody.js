'use strict';

const { answer, changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'me-for-nobody',
  applies: 'server',
  summary: 'Who is not signed in is answered as if there were somebody.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    refusals: true,
    change: (json, { status }) => (status === 401 ? answer({ status: 200, json: { user_id: 'anonymous' } }) : json),
  }),
};

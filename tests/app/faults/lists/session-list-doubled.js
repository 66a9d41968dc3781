'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-doubled',
  applies: 'server',
  summary: 'The list of sessions has every session twice.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ sessions: [...json.sessions, ...json.sessions], total: 2 * json.total }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'suspicious-sessions-cut',
  applies: 'server',
  summary: 'The list of suspicious sessions is empty, the list of all sessions is not.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { query }) => (query.suspicious === 'true' ? { sessions: [], total: 0 } : json),
  }),
};

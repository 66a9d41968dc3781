'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-all-total-wrong',
  applies: 'server',
  summary: 'The whole inventory counts more sessions than it has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json, { query }) => (query.status === 'all' ? { ...json, total: json.total + 1 } : json),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-list-total-wrong',
  applies: 'server',
  summary: 'The list of sessions says one more than it has.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ ...json, total: json.total + 1 }),
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'alerts-not-counted',
  applies: 'server',
  summary: 'The summary of the alerts counts none that is a WARNING.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/alerts',
    change: (json) => ({ ...json, summary: { ...json.summary, open_warning: 0 } }),
  }),
};

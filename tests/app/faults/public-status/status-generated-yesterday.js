'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-generated-yesterday',
  applies: 'server',
  summary: 'The public list says that it was made yesterday.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, generated_at: new Date(Date.parse(json.generated_at) - 86400000).toISOString() }),
  }),
};

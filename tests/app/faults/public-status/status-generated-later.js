'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-generated-later',
  applies: 'server',
  summary: 'The public list says that it was made an hour from now.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => ({ ...json, generated_at: new Date(Date.parse(json.generated_at) + 3600000).toISOString() }),
  }),
};

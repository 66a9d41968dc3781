'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dead-letter-error-hidden',
  applies: 'server',
  summary: 'The dead-letter queue shows runs without the error that they ended with.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter',
    change(json) {
      for (const run of json.dead_letters) run.error = 'unknown';
    },
  }),
};

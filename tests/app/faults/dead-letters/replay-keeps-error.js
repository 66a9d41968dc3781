'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-keeps-error',
  applies: 'server',
  summary: 'A replay ends as succeeded, but the run keeps its error.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter/:runId',
    change(json) {
      json.run.error = 'upstream answered 503';
    },
  }),
};

'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'replay-ended-before',
  applies: 'server',
  summary: 'A replay ends as succeeded with the time of an earlier end.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter/:runId',
    change(json) {
      if (json.run.status === 'succeeded') json.run.finished_at = json.run.failed_at;
    },
  }),
};

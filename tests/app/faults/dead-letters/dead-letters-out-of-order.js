'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dead-letters-out-of-order',
  applies: 'server',
  summary: 'The dead-letter queue is not in the order in which the runs failed.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter',
    change(json) {
      json.dead_letters.reverse();
    },
  }),
};

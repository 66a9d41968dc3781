'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dead-letter-total-wrong',
  applies: 'server',
  summary: 'The dead-letter queue does not say how many there are.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter',
    change(json) {
      json.total = 0;
    },
  }),
};

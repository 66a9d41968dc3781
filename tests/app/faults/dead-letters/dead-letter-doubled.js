'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dead-letter-doubled',
  applies: 'server',
  summary: 'The dead-letter queue shows one run twice, and counts it twice.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter',
    change(json) {
      json.dead_letters.push(json.dead_letters[0]);
      json.total += 1;
    },
  }),
};

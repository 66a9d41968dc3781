'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'dead-letter-listed-for-ever',
  applies: 'server',
  summary: 'The dead-letter queue keeps runs that were replayed, as dead ones.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/dead-letter',
    change(json, request, memory) {
      memory[request.organization] ||= json;
      return memory[request.organization];
    },
  }),
};

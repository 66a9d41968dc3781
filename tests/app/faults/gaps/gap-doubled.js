'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'gap-doubled',
  applies: 'server',
  summary: 'The list of gaps has one gap twice, and counts it twice.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/gaps',
    change(json) {
      json.gaps.push(json.gaps[0]);
      json.total += 1;
    },
  }),
};
